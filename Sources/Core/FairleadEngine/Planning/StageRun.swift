import FEEL
import FairleadDomain
public import FairleadPlaybook

/// One opening of a stage that may be open several times at once.
struct StageRun {
    let stage: String
    /// From 1.
    let number: Int
    /// What opened it, as long as it is kept.
    let event: KnownEvent?

    init(stage: String, number: Int, _ matter: CaseState, _ state: AnchorState) {
        self.stage = stage
        self.number = number
        let places = matter.runs[stage] ?? []
        event = number <= places.count ? state.event(places[number - 1]) : nil
    }

    /// The run that an activity belongs to; nil: its stage is there once.
    init?(
        ofActivity activity: String, _ matter: CaseState, _ state: AnchorState,
        _ playbook: Playbook
    ) {
        let key = RunKey(activity)
        guard let stage = playbook.repeatedStage(of: key.name) else { return nil }
        self.init(stage: stage, number: key.run, matter, state)
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
    var isOver: Bool { status == .completed || status == .skipped }
}

extension Stepper {
    /// The run that a stage of `stages(of:)` is; nil: it is there once.
    func stageRun(of stage: Stage, _ matter: CaseState) -> StageRun? {
        guard stage.isRepeated else { return nil }
        let key = RunKey(stage.name)
        return StageRun(stage: key.name, number: key.run, matter, state)
    }

    func stageRun(
        ofActivity activity: String, _ matter: CaseState, _ playbook: Playbook
    ) -> StageRun? {
        StageRun(ofActivity: activity, matter, state, playbook)
    }

    func runScope(_ run: StageRun, of matter: CaseState, _ playbook: Playbook) -> CaseScope {
        CaseScope(
            state: state, matter: self.matter(matter.id), governance: governance(of: matter),
            playbook: playbook, time: time, zones: context.zones, run: run)
    }
}
