extension APISchemas {
    private static let priority = APISchema.nullable(
        .object([.maybe("score", .any), .maybe("components", .any)]))

    /// What a case says of itself in every list.
    private static let summary: [APISchema.Property] = [
        .always("id"), .always("playbook", .nullable(.string())),
        .always("playbookVersion", .nullable(.integer())), .always("catalog"),
        .always(
            "state", .choice(["gathering", "open", "waiting", "closed", "merged"])),
        .always("account", .nullable(.string())), .always("priority", priority),
        .maybe("queue", .nullable(.string())), .always("opened", .time),
        .always("clocks", .array(.named("Clock"))),
        .always("level", .nullable(.choice(["automatic", "approval", "advisory"]))),
        .always("degraded", .array(.string())), .always("continuity", .array(.string())),
        .always("holds", .array(.named("Hold"))),
        .maybe("closed", .time), .maybe("outcome"), .maybe("mergedInto"),
        .maybe("calledBy", .object([.always("case"), .always("activity")])),
    ]

    private static let detail: [APISchema.Property] = [
        .always("trigger"), .always("links", .array(.named("CaseLink"))),
        .always("facts", .map(.named("Fact"))),
        .always("events", .array(.named("CaseEvent"))),
        .always("stages", .array(.named("Stage"))),
        .always("activities", .array(.named("Activity"))),
        .always("decisions", .array(.named("DecisionSummary"))),
        .always("effects", .array(.named("Effect"))),
        .always("approvals", .array(.named("CaseApproval"))),
        .always("tasks", .array(.named("CaseTask"))),
        .always("exceptions", .array(.named("CaseException"))),
    ]

    static let matters: [(name: String, schema: APISchema)] = [
        ("Case", .object(summary + [masked])),
        ("CaseDetail", .object(summary + detail + [masked])),
        ("CaseList", list(of: "Case")),
        (
            "CaseLink",
            .object([
                .always(
                    "as",
                    .choice([
                        "calledBy", "calls", "mergedInto", "mergedFrom", "splitFrom", "splitInto",
                        "contests",
                    ])), .always("case"),
            ])
        ),
        (
            "Clock",
            .object([
                .always("name"), .maybe("kind", .choice(["SLA", "OLA", "statutory"])),
                .maybe("target", .named("TimeTarget")), .always("started", .time),
                .maybe("due", .time), .maybe("percentUsed", .integer(minimum: 0)),
                .maybe("pausedSince", .time), .maybe("next", .named("ClockRung")),
                .maybe("stopped", .time), .always("rungs", .integer(minimum: 0)),
            ])
        ),
        (
            "TimeTarget",
            .object([
                .maybe("elapsed", .duration), .maybe("business", .duration),
                .maybe("businessDays", .integer(minimum: 1)), .maybe("at", .time),
                .maybe("calendar"),
            ])
        ),
        (
            "ClockRung",
            .object([
                .maybe("at", .time), .maybe("percent", .integer(minimum: 1)),
                .maybe("to", .array(.string())), .maybe("answerBy", .time),
            ])
        ),
        (
            "Hold",
            .object([
                .always("resource"), .always("side"), .always("by"), .always("owner"),
                .always("since", .time),
            ])
        ),
        (
            "Fact",
            .object([
                .maybe("value", .any), .always("source"),
                .always("records", .array(.string())), .always("asOf", .time),
                .always("age", .duration), .always("entry", .named("Place")),
            ])
        ),
        (
            "CaseEvent",
            .object([
                .always("type"), .always("time", .time), .always("entry", .named("Place")),
                .maybe("source"), .maybe("id"), .maybe("data", .any),
                .maybe("before", .named("Place")),
            ])
        ),
        (
            "Stage",
            .object([
                .always("name"), .always("state"), .always("entered", .time),
                .always("missing", .array(.string())),
            ])
        ),
        (
            "Activity",
            .object([
                .always("id"), .maybe("stage"), .always("after", .array(.string())),
                .always("state"), .maybe("reason"), .always("restarts", .integer()),
                .maybe("value", .any),
            ])
        ),
        (
            "DecisionSummary",
            .object([
                .always("id"), .always("activity"), .always("model"), .always("time", .time),
                .maybe("outputs", .any), .always("entry", .named("Place")),
            ])
        ),
        (
            "Effect",
            .object([
                .always("id"), .always("activity"), .always("operation"),
                .always("reference"), .maybe("arguments", .any), .always("decision"),
                .always("level"),
                .always("digest"), .always("state"), .always("attempts", .integer()),
                .always("planned", .time), .always("approvals", .array(.string())),
                .maybe("reverses"), .maybe("retryAt", .time), .maybe("outcome", .any),
            ])
        ),
        ("CaseApproval", .object(APISchemas.approval)),
        ("CaseTask", .object(APISchemas.task)),
        ("CaseException", .object(APISchemas.exception)),
    ]

    static let approval: [APISchema.Property] = [
        .always("id"), .always("case"), .always("effect"), .always("operation"),
        .always("role"), .always("step", .integer(minimum: 1)), .maybe("replaces"),
        .always("digest"), .always("state"), .always("asked", .time),
        .always("expires", .time), .maybe("shown"), .maybe("by"), .maybe("behalf"),
        .maybe("decided", .time),
    ]
    static let task: [APISchema.Property] = [
        .always("id"), .always("case"), .always("activity"), .maybe("title"),
        .always("skills", .array(.string())), .maybe("assignee"), .maybe("delegatedBy"),
        .maybe("visibleTo", .array(.string())), .maybe("form", .array(.any)),
        .maybe("recommended"), .always("queue"), .always("state"), .always("created", .time),
        .maybe("due", .time),
        .maybe("by"), .always("never", .array(.string())),
    ]
    static let exception: [APISchema.Property] = [
        .always("id"), .maybe("case"), .always("code"), .always("owner"), .always("about"),
        .always("message"), .always("raised", .time), .always("state"), .maybe("by"),
        .maybe("title"), .maybe("kind"), .maybe("severity"), .maybe("due", .time),
        .maybe("remedy", .array(.string())),
    ]
}
