import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import Synchronization

/// Puts refusals of known principals on the ledger, at a bounded rate; beyond it they are counted
/// only.
final class RefusalRecorder: Sendable {
    private struct Window {
        var minute: Int64 = 0
        var count = 0
        var byPrincipal: [String: Int] = [:]
    }

    private let window = Mutex(Window())

    /// Whether this one is still within the rate.
    func admits(_ principal: String, atMilliseconds now: Int64) -> Bool {
        window.withLock { window in
            let minute = now / 60_000
            if window.minute != minute { window = Window(minute: minute) }
            guard window.count < APILimits.refusalsRecordedPerMinuteMax,
                window.byPrincipal[principal, default: 0]
                    < APILimits.refusalsRecordedPerPrincipalPerMinuteMax
            else { return false }
            window.count += 1
            window.byPrincipal[principal, default: 0] += 1
            return true
        }
    }

    /// Records a refusal. The path is the route's, with an id only where it is one of ours.
    func record(
        _ problem: Problem, _ route: APIRoute, id: String?, of viewer: Viewer,
        _ services: APIServices
    ) async {
        let now = services.time.now()
        guard admits(viewer.principal.id, atMilliseconds: now.milliseconds) else { return }
        var path = route.path
        if let id, Self.isOurs(id) {
            path = path.split(separator: "/").map { $0 == "{id}" ? id[...] : $0 }
                .reduce("") { $0 + "/" + $1 }
        }
        _ = await services.host.registry(
            .recordRefusal(code: problem.code, path: "\(route.method.rawValue) \(path)"),
            by: viewer.principal)
    }

    /// A kind letter, a shard, `-`, a number.
    static func isOurs(_ id: String) -> Bool {
        let parts = id.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
        return id.utf8.count <= 32 && id.first?.isLetter == true && id.first?.isASCII == true
            && parts.count == 2 && parts.allSatisfy { Int64($0) != nil }
    }
}
