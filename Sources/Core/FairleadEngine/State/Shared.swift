/// A value held by reference, and copied before it is changed while another holds it: the parts of
/// a state are handed around far more often than they are changed.
@dynamicMemberLookup
public struct Shared<Value: Sendable & Hashable>: Sendable {
    /// Changed only where `change` knows that nobody else holds it.
    @usableFromInline
    final class Box: @unchecked Sendable {
        // Nobody else looks while it is changed: it has one holder then.
        @exclusivity(unchecked) @usableFromInline var value: Value

        init(_ value: Value) { self.value = value }
    }

    @usableFromInline var box: Box

    init(_ value: Value) { box = Box(value) }

    @inlinable
    public subscript<Field>(dynamicMember field: KeyPath<Value, Field>) -> Field {
        @inline(__always) get { box.value[keyPath: field] }
    }

    mutating func change(_ change: (inout Value) -> Void) {
        if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
        change(&box.value)
    }
}

extension Shared: Hashable {
    public static func == (left: Shared, right: Shared) -> Bool {
        left.box === right.box || left.box.value == right.box.value
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}
