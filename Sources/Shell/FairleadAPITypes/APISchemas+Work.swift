extension APISchemas {
    static let work: [(name: String, schema: APISchema)] = [
        ("QueueList", list(of: "QueueRow")),
        (
            "QueueRow",
            .object([
                .always("id"), .always("kind", .choice(["case", "task", "approval", "exception"])),
                .always("case", .nullable(.string())), .always("title"), .always("state"),
                .always("account", .nullable(.string())),
                .always("playbook", .nullable(.string())),
                .maybe("queue", .nullable(.string())), .always("priority", .any),
                .always("opened", .time), .always("due", .nullable(.time)), masked,
            ])
        ),
        ("TaskList", list(of: "Task")),
        ("Task", .object(task + [masked])),
        ("ApprovalList", list(of: "Approval")),
        ("Approval", .object(approval + [masked])),
        ("AvailabilityList", list(of: "Availability")),
        (
            "Availability",
            .object([
                .always("id"), .always("person"), .maybe("name"), .always("from", .time),
                .always("until", .time), .always("away", .boolean), .maybe("delegate"),
                .maybe("delegateName"), masked,
            ])
        ),
        ("ExceptionList", list(of: "Exception")),
        ("Exception", .object(exception + [masked])),
        (
            "Decision",
            .object([
                .always("id"), .always("case"), .always("activity"), .always("model"),
                .always("ruling", .boolean), .always("level", .nullable(.string())),
                .always("time", .time), .always("entry", .named("Place")),
                .always("versions", .map(.any)), .always("policy", .nullable(.map(.any))),
                .always("degraded", .array(.string())),
                .always("matched", .array(.integer(minimum: 1))), .maybe("inputs", .any),
                .maybe("outputs", .any), .maybe("rules", .array(.any)),
                .maybe("changes", .array(.any)), .maybe("asked", .array(.any)),
                .maybe("unexplained"), masked,
            ])
        ),
        (
            "BusinessObject",
            .object([
                .always("type"), .always("id"), .always("schemaVersion", .integer()),
                .maybe("account"), .maybe("references", .array(.string())),
                .always(
                    "fields",
                    .map(
                        .object([
                            .maybe("value", .any), .always("source"), .always("asOf", .time),
                            .always("age", .duration), .always("entry", .named("Place")),
                        ]))), masked,
            ])
        ),
    ]

    static let ledger: [(name: String, schema: APISchema)] = [
        ("EntryList", list(of: "Entry")),
        (
            "Entry",
            .object([
                .always("v", .integer()), .always("tenant"), .always("shard", .integer()),
                .always("number", .integer(minimum: 1)), .always("previous"),
                .always("time", .time), .always("actor"), .maybe("cause", .named("Place")),
                .maybe("case"), .always("type"), .always("objects", .array(.any)),
                .always("versions", .map(.any)), .always("body", .map(.any)),
                .always(
                    "payloads",
                    .array(
                        .object([
                            .always("label"), .always("digest"), .maybe("value", .any),
                            .maybe("purged", .boolean),
                        ]))), .always("hash"), masked,
            ])
        ),
        (
            "Checkpoint",
            .object([
                .always("v", .integer()), .always("time", .time), .always("chains", .array(.any)),
                .always("publicKey"), .always("signature"),
            ])
        ),
    ]
}
