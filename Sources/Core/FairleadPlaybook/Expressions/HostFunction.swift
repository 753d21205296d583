import FEEL

/// What expressions of a playbook may call besides FEEL's own functions; the engine answers.
///
/// - `occurred(type)`: whether an event of that type belongs to the case.
/// - `completed(stage)`: whether that stage of the case is complete.
/// - `reference(connector)`: what that system calls the case's account; missing where it is not
///   known.
/// - `businessDay(after, zone, calendar)`: the day so much after now in the zone, moved on to the
///   next on which somebody works by the calendar; without one, to Monday from a weekend.
/// - each decision marked as a function, by its name, with its inputs as arguments.
public enum HostFunction {
    public static let occurred = "occurred"
    public static let completed = "completed"
    public static let reference = "reference"
    public static let businessDay = "businessDay"

    static func signatures(_ vocabulary: Vocabulary, stages: [String]) -> [FunctionSignature] {
        let events = vocabulary.events.keys.sorted()
        let connectors = vocabulary.lookUps.keys.sorted()
        var all = [
            FunctionSignature(
                occurred, [.init("type", .enumeration(events))], result: .boolean),
            FunctionSignature(
                reference, [.init("connector", .enumeration(connectors))], result: .string),
            FunctionSignature(
                businessDay,
                [
                    .init("after", .daysTime), .init("zone", .string),
                    .init("calendar", .enumeration(vocabulary.calendars), isOptional: true),
                ], result: .date),
        ]
        if !stages.isEmpty {
            all.append(
                FunctionSignature(
                    completed, [.init("stage", .enumeration(stages))], result: .boolean))
        }
        for name in vocabulary.decisions.keys.sorted() {
            guard let decision = vocabulary.decisions[name], decision.isFunction else { continue }
            let parameters = decision.inputs.map {
                FunctionSignature.Parameter($0.name, $0.type)
            }
            all.append(FunctionSignature(name, parameters, result: decision.type))
        }
        return all
    }
}
