import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What a person fills in, checked before it counts.
extension Stepper {
    /// How much may be filled in, as canonical JSON.
    static let formBytesMax = 32_768

    /// The work that an activity is.
    func work(of activity: String, in id: String) -> TaskWork? {
        guard case .task(let work)? = plannedActivity(activity, of: id)?.kind else { return nil }
        return work
    }

    /// The fields as they are kept: each of its type, none missing, none unknown.
    func checked(
        _ given: JSONObject, for task: TaskState, _ work: TaskWork?, of id: String
    ) -> Result<JSONObject, Rejection> {
        func wrong(_ code: String, _ message: String) -> Result<JSONObject, Rejection> {
            .failure(Rejection(.invalid, code, message))
        }
        let fields = work?.form ?? []
        let reasonAllowed = work?.choice != nil
        for (name, _) in given
        where !fields.contains(where: { $0.name == name })
            && !(reasonAllowed && name == Choice.reason)
        {
            return wrong("form-unknown", "the form has no field '\(name)'")
        }
        if JSON.object(given).bytes.count > Self.formBytesMax {
            return wrong("form-too-large", "a form has at most \(Self.formBytesMax) bytes")
        }
        var kept = JSONObject()
        for field in fields {
            guard let json = given[field.name], !json.isNull else {
                if field.isOptional { continue }
                return wrong("form-missing", "the form lacks '\(field.name)'")
            }
            guard let value = try? Value(json, as: field.type),
                field.type.converting(value) == value
            else {
                return wrong(
                    "form-type", "'\(field.name)' must be \(field.typeText)")
            }
            kept[field.name] = JSON(value)
        }
        guard let choice = work?.choice else { return .success(kept) }
        return chosen(given, kept, choice, task, of: id)
    }

    private func chosen(
        _ given: JSONObject, _ fields: JSONObject, _ choice: Choice, _ task: TaskState,
        of id: String
    ) -> Result<JSONObject, Rejection> {
        var kept = fields
        if let recommended = task.recommended {
            kept[Choice.recommendation] = .string(recommended)
        }
        let reason = given[Choice.reason]?.stringValue ?? ""
        if reason.isEmpty, let wanted = choice.reasonWhen {
            let locals: [String: Value] = [
                Choice.field: kept[Choice.field]?.stringValue.map { .string($0) } ?? .null,
                Choice.recommendation: task.recommended.map { .string($0) } ?? .null,
            ]
            // What cannot be told wants a reason.
            let isFree = playbook(of: matter(id)).map { playbook in
                let run = stageRun(ofActivity: task.activity, matter(id), playbook)
                let scope = scope(of: matter(id), playbook, run: run)
                return (try? scope.evaluate(wanted, with: locals).get())?.boolean == false
            }
            if isFree != true {
                return .failure(
                    Rejection(.invalid, "reason-missing", "this choice needs its reason"))
            }
        }
        if !reason.isEmpty { kept[Choice.reason] = .string(reason) }
        return .success(kept)
    }

    /// What is kept carries the labels of its fields, and of what was recommended.
    func labels(of kept: JSONObject, for task: TaskState, _ work: TaskWork?) -> Labels {
        var labels = (work?.formLabels ?? .none).union(task.labels)
        if kept[Choice.recommendation] != nil { labels = labels.union(task.recommendedLabels) }
        if kept[Choice.reason] != nil { labels = labels.union(.personal) }
        return labels
    }
}

extension CaseScope {
    /// The same, with some names besides.
    func evaluate(
        _ expression: Expression, with locals: [String: Value]
    ) -> Result<Value, EvaluationError> {
        expression.evaluate(environment) { name in
            if let local = locals[name] { return local }
            return (try? self.value(name)) ?? nil
        }
    }
}
