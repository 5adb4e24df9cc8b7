"""The single front door: referrals arrive, are triaged, decided and answered, and their clocks run."""
