"""A spell of help: opened when a referral is accepted, with its visits."""
