import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0002_guarded_ends"),
        ("partnership", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WardStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "came_from",
                    models.CharField(
                        choices=[
                            ("step_up_community", "Step up, from this service or a community team"),
                            ("step_up_gp", "Step up, from a GP"),
                            ("step_up_ambulance", "Step up, from 999 or 111"),
                            ("step_up_care_home", "Step up, from a care home"),
                            ("step_down_ward", "Step down, from a hospital ward"),
                            ("step_down_emergency", "Step down, from an emergency department or assessment unit"),
                        ],
                        max_length=20,
                    ),
                ),
                ("senior", models.CharField(max_length=120, verbose_name="senior clinician who oversees the care")),
                ("monitoring", models.TextField(blank=True, verbose_name="what is watched, and how")),
                ("over_capacity_why", models.CharField(blank=True, max_length=250)),
            ],
        ),
        migrations.AddField(
            model_name="visit",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="how long it took"),
        ),
        migrations.AddField(
            model_name="visit",
            name="second_worker",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tool", models.CharField(max_length=40)),
                ("tool_version", models.CharField(max_length=20)),
                ("begun_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("from_organisation", models.CharField(blank=True, max_length=120)),
                ("assessor", models.CharField(blank=True, max_length=120, verbose_name="who assessed there")),
                ("assessed_on", models.DateField(blank=True, null=True, verbose_name="when they assessed")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=250)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "completed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="episodes.episode"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tool", ""), _negated=True), models.Q(("tool_version", ""), _negated=True)
                        ),
                        name="assessment_has_a_tool",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("completed_by", None)),
                            models.Q(("completed_at__isnull", False), ("completed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_completed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessed_on", None), ("assessor", ""), ("from_organisation", "")),
                            models.Q(
                                models.Q(("from_organisation", ""), _negated=True), ("assessed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessment_accepted_says_whose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_withdrawn_has_a_reason_and_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("item", models.CharField(max_length=60)),
                ("value", models.JSONField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("asked", "Asked or seen now"),
                            ("kept", "Kept from an earlier answer"),
                            ("accepted", "From another organisation's assessment"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="episodes.assessment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kept_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="episodes.assessmentanswer",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["assessment", "item"], name="answer_by_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["asked", "kept", "accepted"])), name="answer_source_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "kept"), _negated=True), ("kept_from__isnull", False), _connector="OR"
                        ),
                        name="answer_kept_says_from_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("item", ""), _negated=True), name="answer_is_to_an_item"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("what_for", models.CharField(max_length=200)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=45)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("staff", models.PositiveSmallIntegerField(default=1)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="episodes.episode"
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking",
                        to="episodes.visit",
                        verbose_name="kept by",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["from_at", "pk"],
                "indexes": [models.Index(fields=["from_at"], name="booking_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what_for", ""), _negated=True), name="booking_says_what_for"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_at__gt", models.F("from_at"))), name="booking_window_has_a_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("staff__gte", 1), ("staff__lte", 4)),
                        name="booking_is_for_one_to_four_staff",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 720)), name="booking_length_is_likely"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at", None), ("cancelled_by", None), ("cancelled_why", "")),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_by__isnull", False),
                                ("visit", None),
                                models.Q(("cancelled_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="booking_cancelled_has_a_reason_and_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "living_at",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("home", "At home, or with family"),
                            ("extra_care", "Extra care or sheltered housing"),
                            ("care_home", "Care home"),
                            ("hospital", "Hospital"),
                            ("elsewhere", "Somewhere else"),
                            ("died", "Died"),
                            ("not_reached", "Could not be reached"),
                        ],
                        max_length=12,
                    ),
                ),
                ("been_in_hospital", models.BooleanField(blank=True, null=True, verbose_name="in hospital since")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="day of death")),
                ("said", models.TextField(blank=True, verbose_name="how they say it goes")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="episodes.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["due_on"], name="follow_up_to_do")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None), ("living_at", "")),
                            models.Q(
                                ("done_at__gte", models.F("at")),
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                models.Q(("living_at", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_done_says_what_was_found",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "living_at__in",
                                ["", "home", "extra_care", "care_home", "hospital", "elsewhere", "died", "not_reached"],
                            )
                        ),
                        name="follow_up_place_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("died_on", None), ("living_at", "died"), _connector="OR"),
                        name="follow_up_day_of_death_goes_with_a_death",
                    ),
                    models.UniqueConstraint(fields=("episode", "due_on"), name="follow_up_once_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("words", models.TextField(verbose_name="in their own words")),
                ("why_it_matters", models.TextField(blank=True)),
                (
                    "agreed_with",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("person_and_carer", "The person and their carer or family"),
                            ("carer", "Carer or family, for the person"),
                            ("advocate", "Advocate, for the person"),
                            ("best_interests", "Decided in their best interests"),
                        ],
                        max_length=20,
                    ),
                ),
                ("levels", models.JSONField(blank=True, default=dict)),
                ("baseline", models.SmallIntegerField(default=-1)),
                ("hoped_by", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "Met"),
                            ("partly", "Partly met, and that is enough"),
                            ("changed_mind", "The person wants something else now"),
                            ("not_possible", "No longer possible"),
                            ("in_error", "Written down in error"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="episodes.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="goal_has_the_persons_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_with__in", ["person", "person_and_carer", "carer", "advocate", "best_interests"])
                        ),
                        name="goal_agreed_with_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("baseline__gte", -2), ("baseline__lte", 2)), name="goal_baseline_is_a_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="goal_end_has_a_reason_and_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_reason__in", ["", "met", "partly", "changed_mind", "not_possible", "in_error"])
                        ),
                        name="goal_end_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("at")), _connector="OR"),
                        name="goal_ends_after_it_is_set",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("field", models.CharField(max_length=24)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="episodes.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                [
                                    "words",
                                    "why_it_matters",
                                    "agreed_with",
                                    "baseline",
                                    "hoped_by",
                                    "looks_a_lot_less",
                                    "looks_less",
                                    "looks_as_hoped",
                                    "looks_more",
                                    "looks_a_lot_more",
                                    "steps",
                                    "end",
                                ],
                            )
                        ),
                        name="goal_change_field_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="goal_change_changes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("level", models.SmallIntegerField()),
                ("said", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="episodes.goal"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="episodes.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", -2), ("level__lte", 2)), name="goal_rating_is_a_level"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("carer", "Carer or family"),
                            ("team", "The team"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who_name", models.CharField(blank=True, max_length=120)),
                ("what", models.CharField(max_length=300)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="episodes.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="goal_step_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("who__in", ["person", "carer", "team", "other"])),
                        name="goal_step_who_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("why", models.TextField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("together", "Talked it through, or visited together"),
                            ("written", "In writing only"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "told_again",
                    models.CharField(
                        choices=[("no", "No"), ("yes", "Yes"), ("not_known", "Not known yet")],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_offs", to="episodes.episode"
                    ),
                ),
                (
                    "from_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.team"
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.team"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="hand_off_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_team", models.F("to_team")), _negated=True),
                        name="hand_off_is_to_another_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["together", "written"])), name="hand_off_how_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_again__in", ["no", "yes", "not_known"])),
                        name="hand_off_told_again_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HospitalStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("hospital", models.CharField(max_length=120)),
                ("ward", models.CharField(blank=True, max_length=80)),
                ("admitted_on", models.DateField()),
                ("pathway", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="discharge pathway")),
                ("destination", models.CharField(blank=True, max_length=60)),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected to leave on")),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("no_first_visit_why", models.CharField(blank=True, max_length=250)),
                ("died_in_hospital", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hospital_stays",
                        to="episodes.episode",
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-admitted_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hospital", ""), _negated=True), name="stay_is_in_a_hospital"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pathway", None), ("pathway__lte", 3), _connector="OR"),
                        name="stay_pathway_is_0_to_3",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at", None), ("left_by", None)),
                            models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="stay_left_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None),
                            ("died_in_hospital", True),
                            models.Q(("pathway__isnull", False), models.Q(("destination", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="stay_left_to_somewhere",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("episode",), name="stay_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DelayReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=80)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=250)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delays", to="episodes.hospitalstay"
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="delay_has_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                        name="delay_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("transition_plan", models.TextField(blank=True, verbose_name="what happens after we leave")),
                (
                    "agreed_with",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "The person"),
                            ("person_and_carer", "The person and their carer or family"),
                            ("carer", "Carer or family, for the person"),
                            ("advocate", "Advocate, for the person"),
                            ("best_interests", "Decided in their best interests"),
                        ],
                        max_length=20,
                    ),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="planned last day")),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("sequel", models.CharField(blank=True, max_length=60)),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="day of death or admission")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leaving", to="episodes.episode"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("transition_plan", ""), _negated=True),
                            models.Q(("agreed_at", None), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="leaving_has_a_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("happened_on", None), ("outcome", ""), ("sequel", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), models.Q(("sequel", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="leaving_outcome_and_sequel_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_with", "")),
                            models.Q(("agreed_at__isnull", False), models.Q(("agreed_with", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="leaving_agreed_says_with_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agreed_with__in",
                                ["", "person", "person_and_carer", "carer", "advocate", "best_interests"],
                            )
                        ),
                        name="leaving_agreed_with_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeavingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan", "Transition plan changed"),
                            ("outcome", "Outcome corrected"),
                            ("undone", "End taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("why", models.CharField(blank=True, max_length=250)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaving_changes",
                        to="episodes.episode",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["plan", "outcome", "undone"])),
                        name="leaving_change_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "undone"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="leaving_undone_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("title", models.CharField(max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("quorum", models.JSONField(blank=True, default=list)),
                ("model_version", models.CharField(max_length=20)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("teams", models.ManyToManyField(related_name="+", to="partnership.team")),
            ],
            options={
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="meeting_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_closed_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=40)),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="name, of somebody who does not sign in here"
                    ),
                ),
                ("present", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="episodes.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["role", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("name", "")),
                            models.Q(("member", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attendance_is_of_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("meeting", "member"),
                        name="attendance_once_a_member",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("listed_by", models.JSONField(blank=True, default=list)),
                ("request", models.TextField(blank=True, verbose_name="why somebody asked")),
                ("discussion", models.TextField(blank=True)),
                ("decision", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                ("taken_off_why", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meeting_items", to="episodes.episode"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="episodes.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "episode"), name="meeting_item_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_decision_has_words_and_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_off_at", None), ("taken_off_why", "")),
                            models.Q(
                                ("decided_at", None),
                                ("taken_off_at__isnull", False),
                                models.Q(("taken_off_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_item_taken_off_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("came_of_it", models.TextField(blank=True)),
                ("dropped", models.BooleanField(default=False, verbose_name="not needed any more")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnership.team"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="episodes.meetingitem"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["team", "due_on"], name="meeting_action_to_do"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="meeting_action_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_of_it", ""), ("done_at", None), ("done_by", None), ("dropped", False)),
                            models.Q(
                                ("done_at__gte", models.F("at")), ("done_at__isnull", False), ("done_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="meeting_action_done_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dropped", False), models.Q(("came_of_it", ""), _negated=True), _connector="OR"
                        ),
                        name="meeting_action_dropped_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=120)),
                ("says", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dissents", to="episodes.meetingitem"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("who", ""), _negated=True), models.Q(("says", ""), _negated=True)),
                        name="dissent_says_who_and_what",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="named_workers", to="episodes.episode"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("thinking", "Thinking about it"),
                            ("accepted", "Accepted"),
                            ("already", "Does this already"),
                            ("declined", "Declined"),
                        ],
                        default="thinking",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="episodes.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="offer_is_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["thinking", "accepted", "already", "declined"])),
                        name="offer_answer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "thinking"), ("answered_at", None)),
                            models.Q(models.Q(("answer", "thinking"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="offer_answered_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnwardRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("service", models.CharField(max_length=60)),
                ("details", models.TextField(blank=True)),
                ("hours_per_week", models.DecimalField(decimal_places=2, max_digits=5)),
                (
                    "weekly_cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="cost a week in pounds"
                    ),
                ),
                (
                    "funded_by",
                    models.CharField(
                        choices=[
                            ("nhs", "NHS"),
                            ("council", "Council"),
                            ("pooled", "Pooled budget"),
                            ("person", "The person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("sent_to", models.CharField(max_length=120)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for an answer"),
                            ("arranged", "Arranged"),
                            ("refused", "Refused"),
                            ("withdrawn", "Not needed any more"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("provider", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onward_requests",
                        to="episodes.episode",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("service", ""), _negated=True), models.Q(("sent_to", ""), _negated=True)
                        ),
                        name="onward_request_says_what_and_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_week__gte", 0), ("hours_per_week__lte", 168)),
                        name="onward_request_hours_fit_a_week",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekly_cost", None), ("weekly_cost__gte", 0), _connector="OR"),
                        name="onward_request_cost_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("funded_by__in", ["nhs", "council", "pooled", "person"])),
                        name="onward_request_funder_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "waiting"), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answer__in", ["arranged", "refused", "withdrawn"]),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="onward_request_answered_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Places",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("pathway", models.CharField(max_length=40)),
                ("from_on", models.DateField()),
                ("places", models.PositiveSmallIntegerField()),
                ("why", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", ""), _negated=True), models.Q(("pathway", ""), _negated=True)
                        ),
                        name="places_say_of_what_and_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("aims", models.TextField(blank=True, verbose_name="what we will do together")),
                ("before_a_visit", models.TextField(blank=True, verbose_name="what to know before a visit")),
                ("if_it_gets_worse", models.TextField(blank=True, verbose_name="what to do if things get worse")),
                ("who_to_call", models.TextField(blank=True, verbose_name="who to call")),
                ("begun_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_with",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "The person"),
                            ("person_and_carer", "The person and their carer or family"),
                            ("carer", "Carer or family, for the person"),
                            ("advocate", "Advocate, for the person"),
                            ("best_interests", "Decided in their best interests"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan", to="episodes.episode"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None), ("agreed_with", "")),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                models.Q(("agreed_with", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_agreed_says_with_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agreed_with__in",
                                ["", "person", "person_and_carer", "carer", "advocate", "best_interests"],
                            )
                        ),
                        name="plan_agreed_with_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("field", models.CharField(max_length=24)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="episodes.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("field__in", ["aims", "before_a_visit", "if_it_gets_worse", "who_to_call"])
                        ),
                        name="plan_change_field_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="plan_change_changes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("printed", "On paper"),
                            ("posted", "By post"),
                            ("emailed", "By email"),
                            ("read_out", "Read to them"),
                        ],
                        max_length=10,
                    ),
                ),
                ("large_print", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="episodes.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["printed", "posted", "emailed", "read_out"])),
                        name="plan_copy_how_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadyPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("ready_on", models.DateField()),
                ("unwell_on", models.DateField(blank=True, null=True, verbose_name="needed the hospital again from")),
                ("unwell_why", models.CharField(blank=True, max_length=250)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ready_periods",
                        to="episodes.hospitalstay",
                    ),
                ),
            ],
            options={
                "ordering": ["ready_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unwell_on", None), ("unwell_on__gte", models.F("ready_on")), _connector="OR"
                        ),
                        name="ready_period_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unwell_on", None)), fields=("stay",), name="ready_period_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeniorReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField()),
                ("reviewer", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("stay", "Stays on the @home ward"),
                            ("hospital", "Needs the hospital"),
                            ("step_down", "Ready for another stage of help"),
                            ("leave", "Ready to leave the service"),
                        ],
                        max_length=12,
                    ),
                ),
                ("plan", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["reviewed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("pathway", models.CharField(max_length=40)),
                ("model_version", models.CharField(max_length=20)),
                ("began_at", models.DateTimeField()),
                ("why", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="episodes.episode"
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("episode", "began_at"), name="stage_begins_once"),
                    models.CheckConstraint(
                        condition=models.Q(("pathway", ""), _negated=True), name="stage_has_a_pathway"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("why", models.TextField()),
                (
                    "funded_by",
                    models.CharField(
                        choices=[
                            ("nhs", "NHS"),
                            ("council", "Council"),
                            ("pooled", "Pooled budget"),
                            ("person", "The person"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="episodes.stage"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="extension_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("funded_by__in", ["nhs", "council", "pooled", "person"])),
                        name="extension_funder_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("at"))), name="extension_is_until_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StayChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("field", models.CharField(max_length=24)),
                ("before", models.CharField(blank=True, max_length=250)),
                ("after", models.CharField(blank=True, max_length=250)),
                ("why", models.CharField(blank=True, max_length=250)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="episodes.hospitalstay"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("field", ""), _negated=True), name="stay_change_is_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="stay_change_changes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("field__in", ["left_at", "ready_on"]), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stay_change_undone_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Summary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("audience", models.CharField(choices=[("gp", "GP"), ("person", "The person")], max_length=10)),
                ("says", models.TextField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("how", models.CharField(blank=True, max_length=60, verbose_name="how it was sent")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="summaries", to="episodes.episode"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("says", ""), _negated=True), name="summary_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["gp", "person"])), name="summary_audience_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("sent_at", None), ("sent_by", None)),
                            models.Q(
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                models.Q(("how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="summary_sent_says_how_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.TextField(blank=True)),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="served_by", to="episodes.goal"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="served", to="episodes.visit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("visit", "goal"), name="visit_serves_a_goal_once")],
            },
        ),
        migrations.CreateModel(
            name="VisitSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("what_for", models.CharField(max_length=200)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("staff", models.PositiveSmallIntegerField(default=1)),
                ("window_from", models.TimeField()),
                ("window_to", models.TimeField()),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("ended_why", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="episodes.episode"
                    ),
                ),
                ("goals", models.ManyToManyField(blank=True, related_name="series", to="episodes.goal")),
                (
                    "prefers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["window_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what_for", ""), _negated=True), name="series_says_what_for"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("staff__gte", 1), ("staff__lte", 4)), name="series_is_for_one_to_four_staff"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window_to__gt", models.F("window_from"))),
                        name="series_window_has_a_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by", None), ("ended_on", None), ("ended_why", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="series_end_has_a_reason_and_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("from_on", models.DateField()),
                ("days", models.JSONField(blank=True, default=list)),
                ("times_a_day", models.PositiveSmallIntegerField(default=1)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("why", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="episodes.visitseries"
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "from_on"), name="series_step_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 720)),
                        name="series_step_length_is_likely",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("times_a_day__gte", 1), ("times_a_day__lte", 12)),
                        name="series_step_times_are_likely",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="episodes.visitseries",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes", None), models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), _connector="OR"
                ),
                name="visit_length_is_likely",
            ),
        ),
        migrations.AddField(
            model_name="wardstay",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="wardstay",
            name="stage",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ward_stay", to="episodes.stage"
            ),
        ),
        migrations.AddField(
            model_name="seniorreview",
            name="ward_stay",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="episodes.wardstay"
            ),
        ),
        migrations.AddConstraint(
            model_name="wardstay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "came_from__in",
                        [
                            "step_up_community",
                            "step_up_gp",
                            "step_up_ambulance",
                            "step_up_care_home",
                            "step_down_ward",
                            "step_down_emergency",
                        ],
                    )
                ),
                name="ward_stay_source_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wardstay",
            constraint=models.CheckConstraint(
                condition=models.Q(("senior", ""), _negated=True), name="ward_stay_has_a_senior_clinician"
            ),
        ),
        migrations.AddConstraint(
            model_name="seniorreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["stay", "hospital", "step_down", "leave"])),
                name="review_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="seniorreview",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("plan", ""), _negated=True), models.Q(("reviewer", ""), _negated=True)),
                name="review_says_who_and_what",
            ),
        ),
    ]
