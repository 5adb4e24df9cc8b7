"""Pages over several rooms: the worklist, my caseload, a person's record, visits, a referrer's own referrals."""
