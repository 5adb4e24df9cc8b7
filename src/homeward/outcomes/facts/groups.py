"""The groups by which every table can be broken down. Where one does not apply to a table it is ""."""

from homeward.outcomes.facts.shape import Field, Kind

T = Kind.TEXT

LIVE = "live"
"""The origin of facts of the service's own record."""
AGE_BANDS = ("", "under_18", "18_64", "65_over", "65_74", "75_84", "85_over", "not_known")
"""`65_over` is for counts that were published for all of them together; a person is always in a narrower band."""
ETHNICITIES = ("", "asian", "black", "mixed", "white", "other", "not_stated", "not_known")
DEPRIVATION = ("", "1", "2", "3", "4", "5", "not_known")
CARE_MODELS = ("", "crisis_response", "home_based", "reablement", "bed_based", "urgent_social_work", "virtual_ward")

GROUPS: tuple[Field, ...] = (
    Field("partnership", T, "Code of the partnership whose service this is"),
    Field("origin", T, "Where the fact comes from: live, or the name of a partner's extract or of a simulated design"),
    Field("pathway", T, "Pathway of the service model; empty when none was decided"),
    Field("model", T, "Kind of intermediate care that the pathway is", by_rule=True),
    Field("organisation", T, "Code of the organisation whose team it was"),
    Field("locality", T, "Part of the borough where the person lives; not_known without a postcode"),
    Field("source", T, "Who referred: code of the kind of source"),
    Field("need", T, "Code of the need in the service model; empty when not recorded"),
    Field(
        "age_band", T, "Age in bands on the day of the first event; not_known without a date of birth", False, AGE_BANDS
    ),
    Field("ethnicity", T, "Ethnic group in the census's five groups, from the national code", False, ETHNICITIES),
    Field("deprivation", T, "Fifth of deprivation of where they live: 1 is the most deprived", False, DEPRIVATION),
)
BREAKDOWNS: tuple[str, ...] = tuple(field.name for field in GROUPS)
