import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What is done for each item of a list: the list is taken once, each item goes its own way, and
// what came of all of them is the activity's value.
extension Stepper {
    /// Why a list cannot be taken.
    struct ItemsProblem: Error {
        let code: String
        let message: String
    }

    /// Takes the list of an activity that begins.
    mutating func take(
        _ each: ForEach, _ activity: Activity, in stage: Stage, of id: String,
        _ playbook: Playbook
    ) {
        switch items(each, activity.id, scope(of: matter(id), playbook)) {
        case .success(let items):
            emit(ItemsTaken(matter: id, activity: activity.id, items: items))
            dropQuestions(of: activity.id, except: items.keys, in: id)
            if each.isBatch { planBatch(activity, in: stage, of: id, playbook) }
            advanceItems(of: activity, in: stage, of: id, playbook)
        case .failure(let problem):
            dropQuestions(of: activity.id, except: [], in: id)
            fail(activity, in: stage, of: id, problem.code, problem.message)
        }
    }

    /// A list as it is now, each item with what names it.
    func items(
        _ each: ForEach, _ activity: String, _ scope: CaseScope
    ) -> Result<ItemList, ItemsProblem> {
        func problem(_ code: String, _ message: String) -> Result<ItemList, ItemsProblem> {
            .failure(ItemsProblem(code: code, message: message))
        }
        guard case .success(.list(let values)) = scope.evaluate(each.list),
            !values.contains(where: \.isNull)
        else { return problem("items-undecided", "its list is undecided") }
        guard values.count <= ForEach.itemsMax else {
            return problem(
                "too-many-items",
                "its list has \(values.count) items, and may have \(ForEach.itemsMax)")
        }
        let labels = Labels.internalUse.union(scope.labels(of: each.list.reads))
        let type = scope.playbook.types[each.variable] ?? .any
        let items = values.map { JSON($0) }
        var keys: [String] = []
        for (place, item) in items.enumerated() {
            let inner = scope.with(
                StageRun.Item(
                    name: each.variable, type: type, value: item, labels: labels,
                    object: each.object))
            guard let key = key(of: each, place, inner) else {
                return problem("items-undecided", "what names an item is undecided")
            }
            keys.append(key)
        }
        guard Set(keys).count == keys.count else {
            return problem("items-ambiguous", "two items of its list have one name")
        }
        return .success(ItemList(keys: keys, values: items, labels: labels))
    }

    private func key(of each: ForEach, _ place: Int, _ scope: CaseScope) -> String? {
        guard let key = each.key else { return String(place + 1) }
        guard case .success(let value) = scope.evaluate(key) else { return nil }
        let text: String
        switch value {
        case .string(let own): text = own
        case .number: text = JSON(value).numberText ?? ""
        default: return nil
        }
        return (1...ForEach.keyCharactersMax).contains(text.count) ? text : nil
    }

    /// Goes on with each item, and closes the list when none of them is under way any more.
    mutating func advanceItems(
        of activity: Activity, in stage: Stage, of id: String, _ playbook: Playbook
    ) {
        let known = matter(id)
        guard let each = activity.forEach, let list = known.items[activity.id],
            let whole = known.activities[activity.id], isOpen(whole)
        else { return }
        if !each.isBatch {
            for key in list.keys {
                let instance = activity.instance(key)
                guard matter(id).activities[instance.id] == nil else { continue }
                within(instance.id, of: id, playbook) {
                    $0.consider(instance, in: stage, of: id, playbook)
                }
            }
        }
        collect(each, list, activity, in: stage, of: id, playbook)
    }

    /// Whether something of it may still come, by itself or because a person had it tried again.
    private func isOpen(_ whole: ActivityState) -> Bool {
        whole.status == .running
            || whole.status == .ended && whole.reason == ItemsCollected.partly
    }

    private mutating func collect(
        _ each: ForEach, _ list: ItemList, _ activity: Activity, in stage: Stage, of id: String,
        _ playbook: Playbook
    ) {
        let known = matter(id)
        let names = list.keys.map { activity.instance($0).id }
        var isWhole = true
        for name in names {
            switch known.activities[name]?.status {
            case .done, .skipped: continue
            case .ended, .cancelled: isWhole = false
            case .running, nil: return
            }
        }
        guard isWhole || known.activities[activity.id]?.status == .running else { return }
        var labels = list.labels
        var items: [JSON] = []
        for (name, item) in zip(names, list.values) {
            let value = known.values[name]
            labels = labels.union(value?.labels ?? .none)
            items.append(entry(each, item, value?.value))
        }
        var value: JSONObject = [
            "outcome": .string(isWhole ? "done" : ItemsCollected.partly),
            ForEach.items: .array(items),
        ]
        if isWhole, !each.collect.isEmpty {
            let scope = scope(of: known, playbook).with(
                StageRun.Item(
                    name: ForEach.items, type: itemsType(of: activity.id, playbook),
                    value: .array(items), labels: labels, object: nil))
            for collected in each.collect {
                guard case .success(let found) = scope.evaluate(collected.value) else {
                    return fail(
                        activity, in: stage, of: id, "items-undecided",
                        "\(collected.name) is undecided")
                }
                value[collected.name] = JSON(found)
                labels = labels.union(scope.labels(of: collected.value.reads))
            }
        }
        emit(
            ItemsCollected(
                matter: id, activity: activity.id, isWhole: isWhole, value: value, labels: labels))
    }

    private func itemsType(of activity: String, _ playbook: Playbook) -> FEELType {
        guard case .context(let type)? = playbook.types[RunKey(activity).name],
            let items = type[ForEach.items]
        else { return .any }
        return items.required
    }

    private func entry(_ each: ForEach, _ item: JSON, _ value: JSON?) -> JSON {
        var entry: JSONObject = [:]
        if let fields = value?.objectValue {
            for (name, field) in fields where !field.isNull { entry[name] = field }
        } else if let value, !value.isNull {
            entry[ForEach.value] = value
        }
        entry[each.variable] = item
        return .object(entry)
    }

    // MARK: Parts of the whole

    /// Does something as for one activity, with the run and the item that it belongs to in sight.
    mutating func within(
        _ activity: String, of id: String, _ playbook: Playbook, _ body: (inout Stepper) -> Void
    ) {
        let outer = run
        run = stageRun(ofActivity: activity, matter(id), playbook)
        defer { run = outer }
        body(&self)
    }

    /// What of an activity is there for each item, of this list and of lists before.
    func instances(of activity: String, _ matter: CaseState) -> [String] {
        if RunKey(activity).item != nil { return [] }
        return matter.activities.keys.filter { $0.hasPrefix(activity + "[") }.sorted()
    }

    /// Puts an activity back for each item, but for what is done outside, or may be: it would be
    /// done twice.
    mutating func resetItems(of activity: String, in id: String, reason: String) {
        for instance in instances(of: activity, matter(id)) where !isPinned(instance, of: id) {
            withdraw(instance, of: id, reason: reason)
            emit(
                ActivityChanged(
                    matter: id, activity: instance, change: .reset, reason: reason))
        }
    }

    private func isPinned(_ instance: String, of id: String) -> Bool {
        let known = matter(id)
        return known.effects.contains { effect in
            guard effect.activity == instance, effect.reverses == nil else { return false }
            switch effect.status {
            case .done, .unknown:
                return effect.operation != Act.consent
                    && !known.effects.contains { $0.reverses == effect.id }
            default: return !effect.status.isOver && effect.mayHaveLeft
            }
        }
    }

    /// Consent that was asked for before, to items that are not there any more.
    private mutating func dropQuestions(of activity: String, except keys: [String], in id: String) {
        for effect in matter(id).effects where effect.status == .waitingForApproval {
            let key = RunKey(effect.activity)
            guard let item = key.item, key.whole.text == activity, !keys.contains(item) else {
                continue
            }
            withdraw(effect, of: id, reason: "item-gone")
        }
    }

    /// Begins what an effect is of anew because facts changed: one of a list with the whole list,
    /// of which everything that is as it was stays.
    mutating func redoChanged(_ effect: EffectState, of id: String) {
        let key = RunKey(effect.activity)
        guard key.item != nil || plannedActivity(effect.activity, of: id)?.forEach != nil else {
            return redo([effect.activity], of: id, reason: "facts-changed")
        }
        let outer = keepsConsent
        keepsConsent = true
        redo([key.whole.text], of: id, reason: "facts-changed")
        keepsConsent = outer
    }

    /// Whether what an effect is for is still so on the list.
    func isStillListed(_ effect: EffectState, of id: String, _ playbook: Playbook) -> Bool {
        let key = RunKey(effect.activity)
        guard let each = playbook.forEach(key.name) else { return true }
        let known = matter(id)
        var scope = scope(of: known, playbook)
        if run?.item != nil {
            var outer = run
            outer?.item = nil
            scope = self.scope(of: known, playbook, run: outer)
        }
        guard let taken = known.items[key.whole.text],
            case .success(let now) = items(each, key.whole.text, scope)
        else { return false }
        guard let item = key.item else { return now == taken }
        return now.value(item) != nil && now.value(item) == taken.value(item)
    }
}
