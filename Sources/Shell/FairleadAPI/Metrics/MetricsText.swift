import FairleadDomain
import FairleadRuntime
import FairleadStore

/// Writes the text format of Prometheus (exposition format 0.0.4).
struct MetricsText {
    private(set) var text = ""

    init(_ figures: Metrics.Figures, _ counts: StoreCounts, _ outflow: [OutflowState] = []) {
        counter("fairlead_ledger_entries", "Entries on the ledger", [("", counts.entries)])
        counter("fairlead_events_total", "Events taken", [("", Int64(figures.events))])
        counter(
            "fairlead_event_duplicates_total", "Events that were known already",
            [("", Int64(figures.duplicates))])
        counter(
            "fairlead_event_conflicts_total", "Events that said something else under a known id",
            [("", Int64(figures.conflicts))])
        counter("fairlead_requests_total", "Requests answered", rows(figures.requests))
        counter("fairlead_refusals_total", "Requests refused", rows(figures.refusals))
        counter("fairlead_work_total", "Work done at connectors", rows(figures.work))
        gauge(
            "fairlead_work_under_way", "Work under way at connectors",
            figures.workUnderWay.sorted { $0.key < $1.key }.map {
                ("connector=\"\($0.key)\"", Int64($0.value))
            })
        gauge(
            "fairlead_items", "Cases, approvals, tasks and exceptions by state",
            counts.items.map {
                ("kind=\"\($0.kind.rawValue)\",state=\"\($0.state)\"", Int64($0.count))
            })
        gauge("fairlead_agendas", "Anchors that wait", [("", Int64(counts.agendas))])
        gauge("fairlead_agendas_due", "Anchors that are due", [("", Int64(counts.agendasDue))])
        gauge(
            "fairlead_circuit_state",
            "Whether work leaves for a system or a model: 0 it does, 1 one tries, 2 none does",
            outflow.map {
                (
                    "subject=\"\($0.subject)\",kind=\"\($0.kind.rawValue)\"",
                    $0.state == .up ? 0 : $0.state == .trying ? 1 : 2
                )
            })
        gauge(
            "fairlead_work_waiting", "Anchors with work that waits to leave for a system",
            outflow.filter { $0.kind == .system }.map {
                ("group=\"\($0.subject)\"", Int64($0.waiting))
            })
        gauge("fairlead_streams", "Streams that are open", [("", Int64(figures.streams))])
        counter(
            "fairlead_commit_failures_total", "Commits that failed",
            [("", Int64(figures.commitFailures))])
        commits(figures)
    }

    private func rows(_ figures: [String: Int]) -> [(String, Int64)] {
        figures.sorted { $0.key < $1.key }.map { ($0.key, Int64($0.value)) }
    }

    private mutating func counter(_ name: String, _ help: String, _ rows: [(String, Int64)]) {
        write(name, "counter", help, rows)
    }

    private mutating func gauge(_ name: String, _ help: String, _ rows: [(String, Int64)]) {
        write(name, "gauge", help, rows)
    }

    private mutating func write(
        _ name: String, _ type: String, _ help: String, _ rows: [(String, Int64)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for (labels, value) in rows {
            text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
        }
    }

    private mutating func commits(_ figures: Metrics.Figures) {
        let name = "fairlead_commit_seconds"
        text += "# HELP \(name) How long a commit takes\n# TYPE \(name) histogram\n"
        for (bound, count) in zip(Metrics.commitBoundsMilliseconds, figures.commitBuckets) {
            text += "\(name)_bucket{le=\"\(bound / 1_000)\"} \(count)\n"
        }
        text += "\(name)_bucket{le=\"+Inf\"} \(figures.commits)\n"
        text += "\(name)_sum \(figures.commitSeconds)\n\(name)_count \(figures.commits)\n"
    }
}
