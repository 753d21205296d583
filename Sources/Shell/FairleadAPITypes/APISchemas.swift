/// The named shapes of requests and answers.
public enum APISchemas {
    public static let all: [(name: String, schema: APISchema)] =
        requests + answers + matters + work + ledger

    public static func schema(_ name: String) -> APISchema? {
        all.first { $0.name == name }?.schema
    }

    static let masked = APISchema.Property.always("masked", .array(.string()))
    static let place = APISchema.object([
        .always("shard", .integer(minimum: 0)), .always("number", .integer(minimum: 1)),
    ])

    static func list(of name: String) -> APISchema {
        .object([
            .always("items", .array(.named(name))), .always("next", .nullable(.string())),
        ])
    }

    private static let requests: [(name: String, schema: APISchema)] = [
        ("Reason", .object([.always("reason")])),
        ("TaskNote", .object([.maybe("note"), .maybe("form", .map(.any))])),
        ("Assignment", .object([.always("to"), .always("reason")])),
        ("Resolution", .object([.always("reason"), .maybe("account")])),
        (
            "NewAvailability",
            .object([
                .maybe("from", .time), .always("until", .time), .maybe("away", .boolean),
                .maybe("delegate"), .maybe("reason"),
            ])
        ),
        (
            "BulkRetry",
            .object([
                .always("reason"), .maybe("filter", .map(.string())),
                .maybe("dryRun", .boolean),
            ])
        ),
        (
            "ContinuityDeclaration",
            .object([.always("subject"), .always("reason"), .maybe("until", .time)])
        ),
        ("ContinuityLift", .object([.always("subject"), .always("reason")])),
        (
            "Migration",
            .object([
                .maybe("reason"), .maybe("to"), .maybe("cases", .array(.string())),
                .maybe("all", .boolean), .maybe("playbook"), .maybe("dryRun", .boolean),
                .maybe("undo", .boolean),
            ])
        ),
        ("Split", .object([.always("entry", .named("Place")), .always("reason")])),
        ("Merger", .object([.always("into"), .always("reason")])),
        ("Unlink", .object([.always("reference"), .always("reason")])),
        (
            "NewToken",
            .object([
                .always("principal"), .maybe("kind", .choice(["person", "integration"])),
                .always("roles", .array(.string())), .maybe("scopes", .array(.string())),
                .maybe("sources", .array(.string())), .maybe("expires", .duration),
            ])
        ),
    ]

    private static let answers: [(name: String, schema: APISchema)] = [
        ("Any", .any),
        ("Place", place),
        (
            "Problem",
            .object([
                .always("type", .string(format: "uri")), .always("title"),
                .always("status", .integer()), .always("detail"), .maybe("requestId"),
                .maybe("index", .integer()), .maybe("place"),
            ])
        ),
        ("Health", .object([.always("status"), .maybe("detail")])),
        (
            "Receipts",
            .object([
                .always(
                    "results",
                    .array(
                        .object([
                            .always("source"), .always("id"), .always("entry", .named("Place")),
                            .always("duplicate", .boolean), .always("pending", .boolean),
                            .always("cases", .array(.string())),
                        ])))
            ])
        ),
        (
            "Done",
            .object([
                .always("id"), .always("entry", .nullable(.named("Place"))),
            ])
        ),
        (
            "BulkRetryDone",
            .object([
                .always("matched", .integer(minimum: 0)), .always("retried", .array(.string())),
                .always(
                    "refused",
                    .array(.object([.always("id"), .always("code"), .always("detail")]))),
                .always("more", .boolean),
            ])
        ),
        (
            "MigrationDone",
            .object([
                .always(
                    "items",
                    .array(
                        .object([
                            .always("case"), .always("playbook", .nullable(.string())),
                            .always("from"), .always("to"), .always("fromVersion", .integer()),
                            .always("toVersion", .integer()),
                            .always("differences", .array(.string())),
                            .always("obstacles", .array(.string())),
                            .always("migrated", .boolean),
                        ]))), .always("more", .boolean),
            ])
        ),
        ("CatalogActive", .object([.always("catalog")])),
        ("OutflowList", list(of: "Outflow")),
        (
            "Outflow",
            .object([
                .always("subject"), .always("kind", .choice(["system", "model"])),
                .always("state", .choice(["up", "trying", "down"])),
                .maybe("cause", .choice(["declared", "circuit"])), .maybe("since", .time),
                .maybe("until", .time), .maybe("by"), .maybe("reason"),
                .always("waiting", .integer(minimum: 0)), masked,
            ])
        ),
        ("TokenList", list(of: "Token")),
        (
            "Token",
            .object([
                .always("id"), .maybe("principal"), .always("principalId"), .always("kind"),
                .always("roles", .array(.string())), .always("scopes", .array(.string())),
                .always("sources", .array(.string())), .always("issued", .time),
                .always("expires", .nullable(.time)), .always("revoked", .nullable(.time)),
                masked,
            ])
        ),
        (
            "IssuedToken",
            .object([.maybe("token"), .always("id"), .always("expires", .nullable(.time))])
        ),
    ]
}
