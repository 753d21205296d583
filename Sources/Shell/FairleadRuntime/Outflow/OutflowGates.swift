import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook

/// Whether groups of operations may be asked just now: circuits by what they answered, and buckets
/// by how often their systems may be asked.
///
/// It holds only what was in trouble lately, and systems that have a rate.
struct OutflowGates {
    private var circuits: [String: CircuitBreaker] = [:]
    /// By connector.
    private var buckets: [String: TokenBucket] = [:]

    /// Circuits that were open when the process ended are open.
    mutating func restore(_ downtime: Downtime, _ governance: Governance) {
        for (group, circuit) in downtime.circuits {
            circuits[group] = CircuitBreaker(
                limits: Self.bounds(of: group, governance).breaker,
                state: .open(untilMilliseconds: circuit.until.milliseconds))
        }
    }

    /// Whether something may leave for a group; a shut gate says when it is worth another look,
    /// `nil` if that is not a matter of time.
    mutating func look(
        _ group: String, _ governance: Governance, _ downtime: Downtime, at now: Instant
    ) -> (isOpen: Bool, next: Instant?) {
        if downtime.isDeclared(group) { return (false, nil) }
        if let circuit = circuits[group], !circuit.wouldAdmit(at: now.milliseconds) {
            return (false, Instant(milliseconds: circuit.opensAgain))
        }
        let connector = group.connector
        guard let rate = governance.connectors[connector]?.rate else { return (true, nil) }
        var bucket = buckets[connector] ?? TokenBucket(rate, at: now.milliseconds)
        if bucket.limit != rate { bucket = TokenBucket(rate, at: now.milliseconds) }
        let hasToken = bucket.hasToken(at: now.milliseconds)
        buckets[connector] = bucket
        return (hasToken, hasToken ? nil : Instant(milliseconds: bucket.next))
    }

    /// Something leaves through a gate that is open.
    mutating func pass(_ group: String, requests: Int64, at now: Instant) {
        _ = circuits[group]?.admit(at: now.milliseconds)
        buckets[group.connector]?.take(requests)
    }

    /// What an answer changes: the circuit opened until a time, or closed; nil: nothing that
    /// anybody need know.
    mutating func hear(
        _ answer: Answer, of group: String, _ governance: Governance, at now: Instant
    ) -> Turn? {
        switch answer.isSystemThere {
        case nil: return nil
        case true?:
            guard let circuit = circuits.removeValue(forKey: group) else { return nil }
            if case .closed = circuit.state { return nil }
            return .closed
        case false?:
            var circuit =
                circuits[group]
                ?? CircuitBreaker(limits: Self.bounds(of: group, governance).breaker)
            let before = circuit.state
            circuit.failed(at: now.milliseconds)
            circuits[group] = circuit
            guard circuit.state != before, case .open(let until) = circuit.state else {
                return nil
            }
            return .open(until: Instant(milliseconds: until))
        }
    }

    enum Turn: Equatable {
        case open(until: Instant)
        case closed
    }

    func state(of group: String) -> CircuitBreaker.State {
        circuits[group]?.state ?? .closed(failures: 0)
    }

    private static func bounds(of group: String, _ governance: Governance) -> ConnectorBounds {
        governance.connectors[group.connector] ?? .standard
    }
}
