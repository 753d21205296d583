import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Moves open cases to another version of the catalog, each whole or not at all, or says what would
/// differ for each.
struct MigrationCall: Sendable {
    /// Cases that one call looks at; the answer says when there are more.
    static let casesMax = 1_000

    let services: APIServices

    func answer(_ call: APICall) async throws -> APIAnswer {
        let members = try call.members()
        let isDry = members["dryRun"]?.boolValue ?? false
        let isUndo = members["undo"]?.boolValue ?? false
        let reason = try call.reason(members)
        if reason.isEmpty, !isDry {
            throw Problem(400, "reason-missing", "a decision needs its reason", ["place": "reason"])
        }
        let target = isUndo ? nil : try target(members)
        let (ids, isMore) = try cases(members)
        var rows: [JSON] = []
        for id in ids {
            guard let state = await services.host.state(of: id), let matter = state.case(id) else {
                throw Problem.notFound("case")
            }
            // Of many, those that are where they should be are passed over.
            let back = matter.migrations.last
            guard let goal = isUndo ? back.flatMap({ services.views.version($0) }) : target,
                goal.digest != matter.catalog
            else { continue }
            var plan = MigrationPlan(
                of: matter, in: state, from: services.views.version(matter.catalog), to: goal,
                zones: services.zones, at: call.now)
            var isDone = false
            if !isDry, plan.isPossible {
                let command: Command =
                    isUndo
                    ? .undoMigration(id: id, reason: reason)
                    : .migrateCase(id: id, to: goal.digest, reason: reason)
                let reply = await services.host.command(
                    command, on: id, by: call.viewer.principal)
                do throws(Problem) {
                    _ = try reply.place()
                    isDone = true
                } catch {
                    plan.add(obstacle: error.detail)
                }
            }
            rows.append(Self.row(plan, isDone))
        }
        return APIAnswer(200, ["items": .array(rows), "more": .bool(isMore)])
    }

    /// The version that is meant: the one in force where none is named, else by its digest or the
    /// beginning of it.
    private func target(_ members: JSONObject) throws(Problem) -> Governance {
        guard let text = try APICall.text("to", in: members, bytesMax: 64), text != "current"
        else { return services.governance }
        let known = [services.governance] + services.governances.values
        let meant = known.filter { $0.digest.description.hasPrefix(text) }
        guard text.count >= 8, Set(meant.map(\.digest)).count == 1, let found = meant.first else {
            throw Problem(
                404, "catalog-unknown", "no version of the catalog is called so",
                ["place": "to"])
        }
        return found
    }

    private func cases(_ members: JSONObject) throws -> (ids: [String], isMore: Bool) {
        let named = try APICall.texts("cases", in: members)
        if !named.isEmpty { return (named, false) }
        guard members["all"]?.boolValue == true else {
            throw Problem.malformed("member", "name cases, or say all", place: "cases")
        }
        let playbook = try APICall.text("playbook", in: members, bytesMax: 512)
        var ids: [String] = []
        var cursor: String?
        repeat {
            let page = try services.store.items(
                ItemQuery(
                    kinds: [.case], states: ["gathering", "open", "waiting"], playbook: playbook,
                    order: .key, limit: 500, cursor: cursor))
            ids += page.items.map(\.id)
            cursor = page.next
        } while cursor != nil && ids.count <= Self.casesMax
        return (Array(ids.prefix(Self.casesMax)), ids.count > Self.casesMax)
    }

    private static func row(_ plan: MigrationPlan, _ isDone: Bool) -> JSON {
        [
            "case": .string(plan.matter), "playbook": plan.playbook.map { .string($0) } ?? .null,
            "from": .string(plan.from.description), "to": .string(plan.to.description),
            "fromVersion": .integer(Int64(plan.fromVersion)),
            "toVersion": .integer(Int64(plan.toVersion)),
            "differences": .array(plan.differences.map(JSON.string)),
            "obstacles": .array(plan.obstacles.map(JSON.string)), "migrated": .bool(isDone),
        ]
    }
}
