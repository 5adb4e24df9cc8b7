"""The Booking and Referral Standard (DAPB4060): its message read, answered and replied to."""
