public import FEEL
import FairleadCalendar
public import FairleadCanonical
import FairleadDomain
public import FairleadPlaybook

/// What would differ for a case under another version of the catalog, and what of it has no place
/// there. Made without changing anything.
public struct MigrationPlan: Sendable, Hashable {
    public let matter: String
    public let playbook: String?
    public let from: Digest
    public let to: Digest
    public let fromVersion: Int
    public let toVersion: Int
    /// For people: names of the catalog only, no values.
    public internal(set) var differences: [String] = []
    /// What cannot be mapped: with any of these the case stays.
    public internal(set) var obstacles: [String] = []
    /// Activities whose effect has not left, and that are ruled anew.
    var ruledAnew: [String] = []
    /// Questions that nothing asks any more.
    var withdrawnLookups: [String] = []

    /// Clocks that run, and are not where the case goes back to.
    var stoppedClocks: [String] = []
    /// New ones that run, and from when.
    var missedClocks: [String: Instant] = [:]

    /// What was found only when it was tried.
    public mutating func add(obstacle: String) { obstacles.append(obstacle) }

    public var isPossible: Bool { obstacles.isEmpty }

    /// `from` is nil where the version that the case began with is not carried any more.
    public init(
        of matter: CaseState, in state: AnchorState, from: Governance?, to: Governance,
        zones: any ZoneData, at time: Instant
    ) {
        let new = matter.playbook.flatMap { to.playbook($0) }
        self.matter = matter.id
        playbook = matter.playbook
        self.from = matter.catalog
        self.to = to.digest
        fromVersion = matter.playbookVersion
        toVersion = new?.version ?? 0
        if matter.isOver { obstacles.append("the case is \(matter.status.rawValue)") }
        guard let name = matter.playbook else {
            differences.append("the matter is offered to the playbooks of the new version")
            return
        }
        guard let new else {
            obstacles.append("there is no playbook \(name)")
            return
        }
        if fromVersion != toVersion {
            differences.append("\(name) \(fromVersion) becomes \(name) \(toVersion)")
        }
        let comparison = MigrationComparison(
            matter: matter, old: from.flatMap { $0.playbook(name) }, new: new, from: from, to: to)
        comparison.compareStages(&self)
        comparison.compareActivities(&self)
        comparison.compareEffects(&self)
        comparison.compareQuestions(&self)
        comparison.compareClocks(&self, state)
        compareValues(matter, state, new, to, zones, time)
    }

    /// What the case knows must fit the types under which it is read from then on.
    private mutating func compareValues(
        _ matter: CaseState, _ state: AnchorState, _ new: Playbook, _ to: Governance,
        _ zones: any ZoneData, _ time: Instant
    ) {
        let scope = CaseScope(
            state: state, matter: matter, governance: to, playbook: new, time: time,
            business: BusinessTime(calendars: to.calendars, zones: zones))
        for name in new.types.keys.sorted()
        where new.derivation(name) == nil && scope.json(name) != nil {
            do {
                _ = try scope.value(name)
            } catch {
                obstacles.append("what is known as \(name) does not fit its type there")
            }
        }
        for name in matter.values.keys.sorted() where new.types[RunKey(name).name] == nil {
            differences.append("\(name) is kept, and nothing reads it")
        }
    }
}
