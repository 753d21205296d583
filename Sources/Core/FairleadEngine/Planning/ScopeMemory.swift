import FEEL
import FairleadDomain
import FairleadPlaybook

/// What expressions of a case have read: it stays as long as no record changes it.
///
/// A scope that is older than a change neither reads here what came after it, nor leaves here what
/// was before: it says when it was made.
final class ScopeMemory {
    private var values: [String: Value?] = [:]
    private var labels: [String: [(field: String?, labels: Labels)]] = [:]
    /// How often something was forgotten.
    private(set) var age = 0

    /// Nil: it was not read since; `.some(nil)`: nothing of that name is set.
    func value(_ name: String, at age: Int) -> Value?? {
        age == self.age ? values[name] : nil
    }

    func keep(_ value: Value?, of name: String, at age: Int) {
        if age == self.age { values[name] = .some(value) }
    }

    func labels(_ name: String, field: String?, at age: Int) -> Labels? {
        age == self.age ? labels[name]?.first { $0.field == field }?.labels : nil
    }

    func keep(_ found: Labels, of name: String, field: String?, at age: Int) {
        if age == self.age { labels[name, default: []].append((field, found)) }
    }

    /// A name means something else from now on, and so does what is derived from it.
    func forget(_ name: String, in playbook: Playbook) {
        age += 1
        values[name] = nil
        labels[name] = nil
        for derived in playbook.derived(from: name) {
            values[derived] = nil
            labels[derived] = nil
        }
    }
}
