"""Reading FHIR R4 as it is really sent, and saying what is wrong with it."""
