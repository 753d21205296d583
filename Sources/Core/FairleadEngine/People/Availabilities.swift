import FairleadCanonical
import FairleadDomain

/// What a person says of a time to come.
public struct NewAvailability: Sendable {
    /// Nil: from now on.
    public let from: Instant?
    public let until: Instant
    public let isAway: Bool
    /// The stand-in's name or id.
    public let delegate: String?
    public let reason: String

    public init(
        from: Instant?, until: Instant, isAway: Bool, delegate: String?, reason: String
    ) {
        self.from = from
        self.until = until
        self.isAway = isAway
        self.delegate = delegate
        self.reason = reason
    }
}

// Everyone speaks for his own time, and for nobody else's.
extension RegistryStepper {
    mutating func set(_ wanted: NewAvailability) -> Rejection? {
        let me = context.principal
        guard me.kind == .person else {
            return Rejection(.forbidden, "availability-not-a-person", "only people are away")
        }
        let from = wanted.from ?? context.time
        let span = Availability.daysMax * 86_400_000
        guard from < wanted.until, context.time < wanted.until,
            wanted.until.milliseconds - from.milliseconds <= span,
            from.milliseconds - context.time.milliseconds <= span
        else {
            return Rejection(
                .invalid, "availability-time",
                "it ends after it begins and after now, within \(Availability.daysMax) days")
        }
        guard wanted.isAway || wanted.delegate != nil else {
            return Rejection(
                .invalid, "availability-empty",
                "say who stands in, or that you are"
                    + " away")
        }
        let open = state.availabilities.count { $0.person == me.id && context.time < $0.until }
        guard open < Availability.openMax else {
            return Rejection(
                .conflict, "availability-many", "\(Availability.openMax) of yours are open")
        }
        var delegate: String?
        if let name = wanted.delegate {
            guard let found = state.person(name) else {
                return Rejection(.notFound, "person-unknown", "nobody of that name has a token")
            }
            if found == me.id {
                return Rejection(.invalid, "delegate-self", "nobody stands in for himself")
            }
            delegate = found
        }
        emit(
            AvailabilitySet(
                availability: Availability(
                    id: "v0-\(nextNumber)", person: me.id, from: from, until: wanted.until,
                    isAway: wanted.isAway, delegate: delegate), reason: wanted.reason))
        return nil
    }

    mutating func endAvailability(_ id: String) -> Rejection? {
        guard let known = state.availabilities.first(where: { $0.id == id }) else {
            return Rejection(.notFound, "availability-unknown", "no such availability is open")
        }
        guard known.person == context.principal.id else {
            return Rejection(
                .forbidden, "availability-of-another", "everyone speaks for his own time")
        }
        emit(AvailabilityEnded(id: id))
        return nil
    }
}

extension RegistryState {
    /// The principal's id of a person with a token that was not revoked, by name or id.
    public func person(_ name: String) -> String? {
        tokens.values.filter {
            $0.principal.kind == .person && $0.revoked == nil
                && ($0.principal.name == name || $0.principal.id == name)
        }.map(\.principal.id).min()
    }
}
