"""The terms we write, by vocabulary; closed, so that a typo is an error and not a new property.

Each stands in its official file (a test proves it); docs/vocabulary.md says why these and not others.
"""

from __future__ import annotations

from kg.terms import Namespace

RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment isDefinedBy seeAlso")
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "string boolean integer nonNegativeInteger decimal date gYear gYearMonth dateTime anyURI hexBinary",
)
OWL = Namespace("http://www.w3.org/2002/07/owl#", "sameAs")
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel notation inScheme topConceptOf exactMatch",
)
DQV = Namespace("http://www.w3.org/ns/dqv#", "QualityMetadata hasQualityMetadata")
PROV = Namespace("http://www.w3.org/ns/prov#", "Entity wasDerivedFrom hadPrimarySource generatedAtTime")
FOAF = Namespace(
    "http://xmlns.com/foaf/0.1/",
    "Agent Document Person Organization name givenName familyName homepage page depiction",
)

SCHEMA = Namespace(
    "https://schema.org/",
    # classes
    "Book Chapter CreativeWork DataCatalog Dataset DefinedTerm DefinedTermSet Event Grant"
    " InteractionCounter MediaObject Observation Organization Periodical Person PropertyValue PublicationIssue"
    " PublicationVolume Report Review ScholarlyArticle SoftwareSourceCode Thesis WebSite BookSeries"
    # what a work is called, says and is about
    " name headline alternateName alternativeHeadline abstract description about keywords inLanguage"
    " identifier propertyID value sameAs url image version position creditText"
    # people and organisations
    " author editor translator contributor publisher affiliation givenName familyName honorificSuffix"
    " funder funding"
    # where and when
    " isPartOf hasPart volumeNumber issueNumber issn isbn pagination pageStart pageEnd datePublished"
    # access
    " isAccessibleForFree license usageInfo encoding contentUrl encodingFormat creativeWorkStatus"
    # links between works, and figures about them
    " citation correction isBasedOn workExample translationOfWork workTranslation itemReviewed review"
    " interactionStatistic interactionType userInteractionCount"
    " observationAbout observationDate variableMeasured inDefinedTermSet termCode",
)
BIBO = Namespace(
    "http://purl.org/ontology/bibo/",
    "AcademicArticle Book BookSection Document EditedBook Event Issue Journal Proceedings"
    " ReferenceSource Report Series Standard Thesis Website"
    " doi pmid handle isbn13 issn eissn volume issue number pages pageStart pageEnd edition shortTitle"
    " editor translator status presentedAt",
)
BIBO_STATUS = Namespace("http://purl.org/ontology/bibo/status/", "nonPeerReviewed")
FABIO = Namespace(
    "http://purl.org/spar/fabio/",
    "AcademicProceedings Book BookChapter BookSeries ComputerProgram DataFile DigitalManifestation Expression Journal"
    " JournalArticle JournalEditorial JournalIssue JournalVolume Letter PeriodicalIssue PeriodicalVolume Preprint"
    " ProceedingsPaper ReferenceBook ReferenceEntry ReportDocument Repository RetractionNotice ReviewArticle Series"
    " SpecificationDocument SubjectTerm SupplementaryInformationFile Thesis"
    " hasPublicationYear hasPubMedId hasPubMedCentralId hasArXivId hasHandle hasPII hasIssnL hasShortTitle hasSubtitle"
    " hasSubjectTerm hasURL hasElectronicArticleIdentifier",
)
PRISM = Namespace(
    "http://prismstandard.org/namespaces/basic/2.0/",
    "doi issn eIssn isbn volume issueIdentifier pageRange startingPage endingPage publicationDate edition keyword",
)
FRBR = Namespace(
    "http://purl.org/vocab/frbr/core#",
    "partOf embodiment supplement supplementOf translation translationOf",
)
PRO = Namespace(
    "http://purl.org/spar/pro/",
    "RoleInTime withRole isHeldBy relatesToDocument isDocumentContextFor"
    " author editor translator contributor reviewer illustrator compiler",
)
PSO = Namespace(
    "http://purl.org/spar/pso/",
    "StatusInTime holdsStatusInTime withStatus open-access subscription-access retracted-from-publication",
)
C4O = Namespace(
    "http://purl.org/spar/c4o/",
    "GlobalCitationCount BibliographicInformationSource hasGlobalCitationFrequency hasGlobalCountValue"
    " hasGlobalCountDate hasGlobalCountSource",
)
CITO = Namespace(
    "http://purl.org/spar/cito/",
    "cites isCitedBy retracts isRetractedBy corrects isCorrectedBy updates isUpdatedBy critiques isCritiquedBy reviews"
    " isReviewedBy"
    " repliesTo hasReplyFrom documents isDocumentedBy",
)
DATACITE = Namespace(
    "http://purl.org/spar/datacite/",
    "PrimaryResourceIdentifier AlternateResourceIdentifier Identifier PersonalIdentifier OrganizationIdentifier"
    " hasIdentifier usesIdentifierScheme"
    " doi pmid pmcid arxiv openalex wikidata handle isbn issn eissn lissn pii ark bibcode orcid ror isni"
    " local-resource-identifier-scheme",
)
LITERAL = Namespace("http://www.essepuntato.it/2010/06/literalreification/", "hasLiteralValue")
DCTERMS = Namespace(
    "http://purl.org/dc/terms/",
    "title alternative abstract description creator contributor publisher identifier isPartOf hasPart issued available"
    " dateSubmitted dateAccepted date modified language subject license accessRights type source"
    " relation isVersionOf hasVersion replaces isReplacedBy isFormatOf hasFormat requires"
    " isRequiredBy LicenseDocument",
)
COAR = Namespace("http://purl.org/coar/access_right/", "c_abf2")

# The description of the dataset.
VOID = Namespace(
    "http://rdfs.org/ns/void#",
    "Dataset uriSpace triples entities documents classes properties feature vocabulary exampleResource dataDump"
    " classPartition propertyPartition class property sparqlEndpoint",
)
DCAT = Namespace(
    "http://www.w3.org/ns/dcat#",
    "Dataset Distribution distribution accessURL downloadURL mediaType compressFormat byteSize keyword landingPage"
    " version",
)
SPDX = Namespace("http://spdx.org/rdf/terms#", "Checksum checksum algorithm checksumValue checksumAlgorithm_sha256")

# The description of the endpoint and of its example queries.
SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph endpoint supportedLanguage SPARQL11Query resultFormat defaultDataset defaultGraph",
)
SH = Namespace(
    "http://www.w3.org/ns/shacl#",
    "SPARQLExecutable SPARQLSelectExecutable SPARQLAskExecutable SPARQLConstructExecutable select ask construct"
    " prefixes declare prefix namespace",
)

# What Turtle and JSON-LD call them, in the order in which they are declared.
PREFIXES = {
    "schema": "https://schema.org/",
    "bibo": "http://purl.org/ontology/bibo/",
    "fabio": "http://purl.org/spar/fabio/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "frbr": "http://purl.org/vocab/frbr/core#",
    "pro": "http://purl.org/spar/pro/",
    "pso": "http://purl.org/spar/pso/",
    "c4o": "http://purl.org/spar/c4o/",
    "cito": "http://purl.org/spar/cito/",
    "datacite": "http://purl.org/spar/datacite/",
    "literal": "http://www.essepuntato.it/2010/06/literalreification/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
