"""Programs from outside, driven as their users drive them."""
