import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// Tries again what failed, of many cases at once: each from what failed, and nothing that may be
/// done twice. What was retried is open no more, so a repetition finds only what is left.
struct BulkRetry: Sendable {
    /// Exceptions looked at by one call; the answer says when there are more.
    static let exceptionsMax = 1_000

    let services: APIServices

    func answer(_ call: APICall) async throws -> APIAnswer {
        let members = try call.members()
        let reason = try call.reason(members)
        if reason.isEmpty {
            throw Problem(400, "reason-missing", "a decision needs its reason", ["place": "reason"])
        }
        let filter = try ExceptionFilter(members["filter"])
        let isDry = members["dryRun"]?.boolValue ?? false
        var outcome = Outcome()
        var cursor: String?
        var isMore = false
        repeat {
            let page = try services.store.items(
                ItemQuery(
                    kinds: [.exception], states: ["open"], queue: filter.owner, order: .key,
                    limit: 200, cursor: cursor))
            for item in page.items where await matches(item, filter) {
                guard outcome.matched < Self.exceptionsMax else {
                    isMore = true
                    break
                }
                outcome.matched += 1
                if isDry { continue }
                await retry(item.id, reason, call, &outcome)
            }
            cursor = page.next
        } while cursor != nil && !isMore
        return APIAnswer(
            200,
            [
                "matched": .integer(Int64(outcome.matched)),
                "retried": .array(outcome.retried.map(JSON.string)),
                "refused": .array(outcome.refused), "more": .bool(isMore),
            ])
    }

    private struct Outcome {
        var matched = 0
        var retried: [String] = []
        var refused: [JSON] = []
    }

    private func matches(_ item: Item, _ filter: ExceptionFilter) async -> Bool {
        guard item.anchor != RegistryState.anchor, filter.fits(item) else { return false }
        guard filter.looksInside else { return true }
        guard let state = await services.host.state(of: item.id) else { return false }
        return filter.fits(item, in: state)
    }

    private func retry(
        _ id: String, _ reason: String, _ call: APICall, _ outcome: inout Outcome
    ) async {
        let reply = await services.host.command(
            .retryFailed(exception: id, reason: reason), on: id, by: call.viewer.principal)
        do throws(Problem) {
            _ = try reply.place()
            outcome.retried.append(id)
        } catch {
            outcome.refused.append(
                ["id": .string(id), "code": .string(error.code), "detail": .string(error.detail)])
        }
    }
}

/// Which exceptions are meant.
struct ExceptionFilter: Sendable {
    private static let names = [
        "code", "owner", "playbook", "account", "case", "operation", "raisedBefore",
    ]

    private let texts: [String: String]
    private let raisedBefore: Instant?

    init(_ value: JSON?) throws(Problem) {
        var texts: [String: String] = [:]
        guard let members = (value ?? .object([:])).objectValue else {
            throw .malformed("member", "this is an object", place: "filter")
        }
        for (name, value) in members {
            guard Self.names.contains(name) else {
                throw .malformed("member-unknown", "there is no such filter", place: name)
            }
            guard let text = value.stringValue, !text.isEmpty, text.utf8.count <= 512 else {
                throw .malformed("member", "this is text", place: name)
            }
            texts[name] = text
        }
        self.texts = texts
        raisedBefore = texts["raisedBefore"].flatMap { Instant(rfc3339: $0) }
        if texts["raisedBefore"] != nil, raisedBefore == nil {
            throw .malformed("member", "this is a time", place: "raisedBefore")
        }
    }

    init(code: String?) {
        texts = code.map { ["code": $0] } ?? [:]
        raisedBefore = nil
    }

    var owner: String? { texts["owner"] }

    /// Whether the row alone does not say.
    var looksInside: Bool { texts["code"] != nil || texts["operation"] != nil }

    func fits(_ item: Item) -> Bool {
        func fits(_ name: String, _ value: String?) -> Bool {
            texts[name].map { $0 == value } ?? true
        }
        return fits("playbook", item.playbook) && fits("account", item.account)
            && fits("case", item.caseID) && raisedBefore.map { item.opened < $0 } ?? true
    }

    func fits(_ exception: ExceptionState) -> Bool {
        texts["code"].map { $0 == exception.code } ?? true
    }

    /// `operation` is a whole name, or a connector's.
    func fits(_ item: Item, in state: AnchorState) -> Bool {
        let matter = state.case(item.caseID)
        let raised =
            matter?.exceptions.first { $0.id == item.id }
            ?? state.exceptions.first { $0.id == item.id }
        guard let raised else { return false }
        if let code = texts["code"], code != raised.code { return false }
        guard let wanted = texts["operation"] else { return true }
        let operation =
            matter?.effect(raised.about)?.operation
            ?? matter?.lookups.first { $0.id == raised.about }?.operation
        guard let operation else { return false }
        return operation == wanted || operation.hasPrefix(wanted + ".")
    }
}
