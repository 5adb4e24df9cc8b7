"""The made-up borough: its people, its partners and a year of referrals, for trying the service and for benchmarks."""
