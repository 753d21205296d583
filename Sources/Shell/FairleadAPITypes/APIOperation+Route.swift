extension APIOperation {
    private typealias Parameter = APIRoute.Parameter

    private static let paging = [
        Parameter("cursor", "`next` of the page before"),
        Parameter(
            "limit", "Items of a page",
            .integer(minimum: 1, maximum: Int64(APILimits.pageItemsMax))),
    ]
    private static let account = Parameter(
        "account", "Our own id of an account, or `system/kind/id`")
    private static let queue = Parameter("queue", "A queue; needs the sight of it")
    private static let state = Parameter("state", "A state")

    public var route: APIRoute {
        switch self {
        case .postEvents, .postHook, .openAPI, .metrics, .health, .readiness, .stream: edge
        case .listCases, .getCase, .getTimeline, .listQueue, .getDecision, .getObject,
            .splitCase, .mergeCase, .migrateCases:
            cases
        case .claimTask, .completeTask, .releaseTask, .assignTask, .delegateTask, .handOverTask:
            tasks
        case .listTasks, .listApprovals, .grantApproval, .refuseApproval, .listExceptions,
            .retryExceptions, .retryException, .resolveException:
            work
        case .listAvailability, .setAvailability, .endAvailability: people
        case .listContinuity, .declareContinuity, .liftContinuity: continuity
        case .listEntries, .getCheckpoint, .listTokens, .createToken, .revokeToken,
            .unlinkIdentity, .activateCatalog:
            administration
        }
    }

    private var edge: APIRoute {
        switch self {
        case .postEvents:
            APIRoute(
                .post, "/v1/events", .permission("events:write"),
                "Takes CloudEvents 1.0, structured, batched or binary; answers after the commit",
                body: .cloudEvents, status: 202, answer: "Receipts")
        case .postHook:
            APIRoute(
                .post, "/v1/hooks/{connector}", .signed,
                "Takes a system's own webhook, its signature checked", body: .raw, status: 202,
                answer: "Receipts")
        case .stream:
            APIRoute(
                .get, "/v1/stream", .permission("stream:read"),
                "Server-sent events as entries become durable; resumes after `Last-Event-ID`",
                parameters: [
                    Parameter("case", "Only entries of this case"),
                    Parameter("type", "Only entries of this type"),
                ], answer: nil, mediaType: "text/event-stream")
        case .metrics:
            APIRoute(
                .get, "/metrics", .permission("metrics:read"), "Figures for Prometheus",
                answer: nil, mediaType: "text/plain; version=0.0.4; charset=utf-8")
        case .health:
            APIRoute(
                .get, "/healthz", .open, "Whether the process lives", answer: "Health")
        case .readiness:
            APIRoute(
                .get, "/readyz", .open, "Whether it takes requests; 503 if not",
                answer: "Health")
        default:
            APIRoute(
                .get, "/openapi.json", .open, "This description", answer: "Any",
                mediaType: "application/json")
        }
    }

    private var cases: APIRoute {
        let read = APIRoute.Access.permission("cases:read")
        return switch self {
        case .listCases:
            APIRoute(
                .get, "/v1/cases", read, "Cases, the highest priority first",
                parameters: [
                    Self.account, Self.state, Parameter("playbook", "A playbook"), Self.queue,
                ] + Self.paging, answer: "CaseList")
        case .getCase:
            APIRoute(.get, "/v1/cases/{id}", read, "A case, whole", answer: "CaseDetail")
        case .getTimeline:
            APIRoute(
                .get, "/v1/cases/{id}/timeline", read, "What happened, from the ledger",
                parameters: Self.paging, answer: "EntryList")
        case .splitCase:
            APIRoute(
                .post, "/v1/cases/{id}/split", .permission("cases:correlate"),
                "Takes out of a case what does not belong to it: it goes on by itself",
                body: .json("Split"), answer: "Done")
        case .mergeCase:
            APIRoute(
                .post, "/v1/cases/{id}/merge", .permission("cases:correlate"),
                "Makes a case part of another of the same account", body: .json("Merger"),
                answer: "Done")
        case .migrateCases:
            APIRoute(
                .post, "/v1/cases/migrate", .permission("cases:migrate"),
                "Moves open cases to another version of the catalog, or says what would differ",
                body: .json("Migration"), answer: "MigrationDone")
        case .listQueue:
            APIRoute(
                .get, "/v1/queue", read, "Open work in the order of the shared priority",
                parameters: [
                    Self.queue,
                    Parameter("kind", "`case`, `task`, `approval` or `exception`"), Self.account,
                ] + Self.paging, answer: "QueueList")
        case .getDecision:
            APIRoute(
                .get, "/v1/decisions/{id}", .permission("decisions:read"),
                "A decision record, explained", answer: "Decision")
        default:
            APIRoute(
                .get, "/v1/objects/{type}/{id}", .permission("objects:read"),
                "A business object in canonical form, with source and age of each field",
                parameters: [Self.account], answer: "BusinessObject")
        }
    }

    private var work: APIRoute {
        let lists = [Self.state, Self.account] + Self.paging
        return switch self {
        case .listTasks:
            APIRoute(
                .get, "/v1/tasks", .permission("tasks:read"), "Work for people; open by default",
                parameters: [
                    Self.queue,
                    Parameter(
                        "assignee",
                        "A person's id or name: who claimed it, or to whom it is assigned"),
                ] + lists, answer: "TaskList")
        case .listApprovals:
            APIRoute(
                .get, "/v1/approvals", .permission("approvals:read"),
                "Consents to exact effects; open by default", parameters: lists,
                answer: "ApprovalList")
        case .grantApproval:
            APIRoute(
                .post, "/v1/approvals/{id}/grant", .permission("approvals:decide"),
                "Consents to exactly this effect", body: .json("Reason"), answer: "Done")
        case .refuseApproval:
            APIRoute(
                .post, "/v1/approvals/{id}/refuse", .permission("approvals:decide"),
                "Refuses this effect", body: .json("Reason"), answer: "Done")
        case .listExceptions:
            APIRoute(
                .get, "/v1/exceptions", .permission("exceptions:read"),
                "What automation could not finish; open by default",
                parameters: [Self.queue, Parameter("code", "A reason code")] + lists,
                answer: "ExceptionList")
        case .retryExceptions:
            APIRoute(
                .post, "/v1/exceptions/retry", .permission("exceptions:settle"),
                "Tries again what failed in many cases; never what may be done twice",
                body: .json("BulkRetry"), answer: "BulkRetryDone")
        case .retryException:
            APIRoute(
                .post, "/v1/exceptions/{id}/retry", .permission("exceptions:settle"),
                "Tries again what failed", body: .json("Reason"), answer: "Done")
        default:
            APIRoute(
                .post, "/v1/exceptions/{id}/resolve", .permission("exceptions:settle"),
                "Says that a person has dealt with it", body: .json("Resolution"),
                answer: "Done")
        }
    }

    private var tasks: APIRoute {
        let work = APIRoute.Access.permission("tasks:work")
        return switch self {
        case .claimTask:
            APIRoute(.post, "/v1/tasks/{id}/claim", work, "Takes a task", answer: "Done")
        case .completeTask:
            APIRoute(
                .post, "/v1/tasks/{id}/complete", work,
                "Completes a task, with its form filled in", body: .json("TaskNote"),
                answer: "Done")
        case .releaseTask:
            APIRoute(
                .post, "/v1/tasks/{id}/release", work,
                "Gives the caller's task back to its queue, or to who had lent it",
                body: .json("Reason"), answer: "Done")
        case .assignTask:
            APIRoute(
                .post, "/v1/tasks/{id}/assign", .permission("tasks:assign"),
                "Gives a task to a person, whoever had it", body: .json("Assignment"),
                answer: "Done")
        case .delegateTask:
            APIRoute(
                .post, "/v1/tasks/{id}/delegate", work,
                "Lends the caller's task to a person; it comes back when he releases it",
                body: .json("Assignment"), answer: "Done")
        default:
            APIRoute(
                .post, "/v1/tasks/{id}/hand-over", work,
                "Hands the caller's task over to a person, for good", body: .json("Assignment"),
                answer: "Done")
        }
    }

    private var people: APIRoute {
        let own = APIRoute.Access.permission("availability:set")
        return switch self {
        case .listAvailability:
            APIRoute(
                .get, "/v1/availability", own, "Who is away, and who stands in for whom",
                answer: "AvailabilityList")
        case .setAvailability:
            APIRoute(
                .post, "/v1/availability", own,
                "Says that the caller is away for a time, or who stands in for him",
                body: .json("NewAvailability"), status: 201, answer: "Done")
        default:
            APIRoute(
                .post, "/v1/availability/{id}/end", own, "Takes back what the caller said",
                answer: "Done")
        }
    }

    private var continuity: APIRoute {
        let manage = APIRoute.Access.permission("continuity:manage")
        return switch self {
        case .listContinuity:
            APIRoute(
                .get, "/v1/continuity", .permission("cases:read"),
                "Systems and models: which are down, since when, and what waits for them",
                answer: "OutflowList")
        case .declareContinuity:
            APIRoute(
                .post, "/v1/continuity/declare", manage,
                "Says that a system or a model is down: cases go on the declared way without it",
                body: .json("ContinuityDeclaration"), answer: "Done")
        default:
            APIRoute(
                .post, "/v1/continuity/lift", manage,
                "Says that it is back: what waited leaves, once",
                body: .json("ContinuityLift"), answer: "Done")
        }
    }

    private var administration: APIRoute {
        let ledger = APIRoute.Access.permission("ledger:read")
        let tokens = APIRoute.Access.permission("tokens:manage")
        return switch self {
        case .listEntries:
            APIRoute(
                .get, "/v1/ledger/entries", ledger, "Ledger entries in their order",
                parameters: [
                    Parameter("shard", "A shard", .integer(minimum: 0, maximum: 63)),
                    Parameter("case", "A case"),
                ] + Self.paging, answer: "EntryList")
        case .getCheckpoint:
            APIRoute(
                .get, "/v1/ledger/checkpoint", ledger, "The signed heads of all chains",
                answer: "Checkpoint")
        case .activateCatalog:
            APIRoute(
                .post, "/v1/catalog/activate", .permission("catalog:activate"),
                "Brings a catalog into force: its files' paths with their bytes in base64; open "
                    + "cases keep theirs",
                body: .raw, answer: "CatalogActive")
        case .listTokens:
            APIRoute(
                .get, "/v1/tokens", tokens, "Tokens, without their secrets",
                answer: "TokenList")
        case .createToken:
            APIRoute(
                .post, "/v1/tokens", tokens, "Issues a token and shows it once",
                body: .json("NewToken"), status: 201, answer: "IssuedToken")
        case .revokeToken:
            APIRoute(
                .post, "/v1/tokens/{id}/revoke", tokens, "Ends a token at once", answer: "Done")
        default:
            APIRoute(
                .post, "/v1/identity/unlink", .permission("identity:manage"),
                "Undoes a wrong link of the crosswalk", body: .json("Unlink"), answer: "Done")
        }
    }
}
