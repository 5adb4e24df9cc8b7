"""The outcomes pages: the framework, a measure in full, the referrals behind a number."""
