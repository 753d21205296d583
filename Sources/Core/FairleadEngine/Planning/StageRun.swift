import FEEL
import FairleadCanonical
import FairleadDomain
public import FairleadPlaybook

/// One opening of a stage that may be open several times at once, or one item of a list for each
/// of which an activity is done, or both.
struct StageRun {
    /// Empty: the stage is there once.
    let stage: String
    /// From 1.
    let number: Int
    /// What opened it, as long as it is kept.
    let event: KnownEvent?
    var item: Item?

    /// What an activity is done for.
    struct Item {
        let name: String
        let type: FEELType
        let value: JSON
        let labels: Labels
        /// The object type that classifies its fields.
        let object: String?
    }

    init(item: Item, of run: StageRun?) {
        stage = run?.stage ?? ""
        number = run?.number ?? 1
        event = run?.event
        self.item = item
    }

    init(stage: String, number: Int, _ matter: CaseState, _ state: AnchorState) {
        self.stage = stage
        self.number = number
        let places = matter.runs[stage] ?? []
        event = number <= places.count ? state.event(places[number - 1]) : nil
    }

    /// One that such an event opens now.
    init(stage: String, number: Int, event: KnownEvent) {
        self.stage = stage
        self.number = number
        self.event = event
    }

    /// The run and the item that an activity belongs to; nil: it is there once.
    init?(
        ofActivity activity: String, _ matter: CaseState, _ state: AnchorState,
        _ playbook: Playbook
    ) {
        let key = RunKey(activity)
        let stage = playbook.repeatedStage(of: key.name)
        guard stage != nil || key.item != nil else { return nil }
        self.init(stage: stage ?? "", number: key.run, matter, state)
        guard let name = key.item, let each = playbook.forEach(key.name),
            let list = matter.items[key.whole.text], let value = list.value(name)
        else { return }
        item = Item(
            name: each.variable, type: playbook.types[each.variable] ?? .any, value: value,
            labels: list.labels, object: each.object)
    }
}

extension CaseState {
    /// The stages of a case: each that may be open several times, as often as it was opened.
    public func stages(of playbook: Playbook) -> [Stage] {
        let runs = self.runs
        if runs.isEmpty { return playbook.stages }
        return playbook.stages.flatMap { stage in
            guard stage.isRepeated, let count = runs[stage.name]?.count else { return [stage] }
            return (1...max(1, count)).map { stage.run($0) }
        }
    }

    /// Where an activity's value stands: in the run that asks, else in the newest.
    func newest(_ name: String, _ run: StageRun?, _ playbook: Playbook) -> String {
        guard let stage = playbook.repeatedStage(of: name) else { return name }
        let number = run?.stage == stage ? run?.number : self.runs[stage]?.count
        return RunKey(name, run: number ?? 1).text
    }
}

extension StageState {
    /// Whether what comes after it may begin.
    public var isOver: Bool { status == .completed || status == .skipped }
}

extension Stepper {
    /// The run that a stage of `stages(of:)` is; nil: it is there once.
    func stageRun(
        of stage: Stage, _ matter: CaseState, openedBy event: KnownEvent? = nil
    ) -> StageRun? {
        guard stage.isRepeated else { return nil }
        let key = RunKey(stage.name)
        if let event { return StageRun(stage: key.name, number: key.run, event: event) }
        return StageRun(stage: key.name, number: key.run, matter, state)
    }

    func stageRun(
        ofActivity activity: String, _ matter: CaseState, _ playbook: Playbook
    ) -> StageRun? {
        StageRun(ofActivity: activity, matter, state, playbook)
    }

    func stageRun(ofEffect effect: String, _ matter: CaseState) -> StageRun? {
        guard let activity = matter.effect(effect)?.activity, let playbook = playbook(of: matter)
        else { return nil }
        return stageRun(ofActivity: activity, matter, playbook)
    }

    /// What the expressions of a run see, or of the case outside of all.
    func scope(
        of matter: CaseState, _ playbook: Playbook, run: StageRun?,
        memory: ScopeMemory = ScopeMemory()
    ) -> CaseScope {
        CaseScope(
            state: state, matter: self.matter(matter.id), governance: governance(of: matter),
            playbook: playbook, time: time, business: business, run: run, deciding: deciding,
            plain: plain, memory: memory,
            calendarSource: playbook.readsCalendars ? context.governance.digest : nil)
    }
}
