import FairleadCanonical
import FairleadDomain

/// Named values of a record, each in the payload of its labels.
struct PayloadParts {
    private var parts: [(labels: Labels, object: JSONObject)] = []

    mutating func add(_ labels: Labels, _ name: String, _ value: JSON) {
        let own = Classified(labels, .null).labels
        if let index = parts.firstIndex(where: { $0.labels == own }) {
            parts[index].object[name] = value
        } else {
            parts.append((own, [name: value]))
        }
    }

    var all: [Classified] {
        parts.sorted { $0.labels < $1.labels }.map { Classified($0.labels, .object($0.object)) }
    }
}

extension RecordReader {
    /// A named value of a payload, with the labels that it is under; nil: purged, or not there.
    func part(_ name: String) -> (value: JSON, labels: Labels)? {
        for payload in payloads {
            if let value = payload.value[name] { return (value, payload.labels) }
        }
        return nil
    }
}
