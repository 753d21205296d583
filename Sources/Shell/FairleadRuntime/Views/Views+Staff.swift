import FairleadCanonical
import FairleadDomain
public import FairleadEngine

extension Views {
    /// What a person said of his time; names of people are personal.
    public func availability(_ availability: Availability, _ staff: Staff) -> LabelledJSON {
        func name(_ id: String?) -> LabelledJSON? {
            id.flatMap { staff.member($0) }.map { .value(.string($0.name), Labels(["personal"])) }
        }
        return .object(
            LabelledJSON.members([
                "id": .text(availability.id),
                "person": .text(availability.person),
                "name": name(availability.person),
                "from": .time(availability.from),
                "until": .time(availability.until),
                "away": .open(.bool(availability.isAway)),
                "delegate": availability.delegate.map { .text($0) },
                "delegateName": name(availability.delegate),
            ]))
    }
}
