import FairleadCanonical
import Testing

@Suite struct JSONObjectTests {
    @Test func `a new name goes to the end, and a set one keeps its place`() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = 4
        #expect(object.keys == ["b", "a", "c"])
        #expect(object["b"] == 4)
        object["a"] = nil
        #expect(object.keys == ["b", "c"])
        object["b"] = .null
        #expect(object.removeValue(forKey: "b") == .some(.null))
        #expect(object.removeValue(forKey: "b") == nil)
        #expect(object == ["c": 3])
    }

    @Test func `objects are equal whatever the order of their members`() {
        let object: JSONObject = ["a": 1, "b": [2]]
        let other: JSONObject = ["b": [2], "a": 1]
        #expect(object == other)
        #expect(object.hashValue == other.hashValue)
        #expect(object != ["a": 1])
        #expect(object != ["a": 1, "b": [3]])
        #expect(object != ["a": 1, "c": [2]])
        #expect(Set([JSON.object(object), .object(other)]).count == 1)
    }

    @Test func `merging takes the other's value and keeps this one's order`() {
        let object: JSONObject = ["a": 1, "b": 2]
        #expect(object.merging(["c": 5, "a": 3]).map(\.key) == ["a", "b", "c"])
        #expect(object.merging(["c": 5, "a": 3]) == ["a": 3, "b": 2, "c": 5])
    }

    @Test func `an object that grows large and shrinks answers as before`() {
        var object = JSONObject()
        var model: [(String, Int64)] = []
        for step in 0..<400 {
            let key = "k\(step * 7919 % 100)"
            if step % 3 == 2 {
                model.removeAll { $0.0 == key }
                object[key] = nil
            } else if let index = model.firstIndex(where: { $0.0 == key }) {
                model[index].1 = Int64(step)
                object[key] = .integer(Int64(step))
            } else {
                model.append((key, Int64(step)))
                object[key] = .integer(Int64(step))
            }
            #expect(object.keys == model.map(\.0))
            #expect(object.map { $0.value.integerValue } == model.map(\.1))
            #expect(model.allSatisfy { object[$0.0] == .integer($0.1) })
        }
        #expect(object.count > 40)
    }

    @Test func `a path goes through names and indices`() {
        let value: JSON = ["a": [["b.c": 1, "d": nil], "x"], "": true]
        #expect(value[path: "a.0.d"] == .some(.null))
        #expect(value[path: "a.1"] == "x")
        #expect(value[path: ""] == true)
        #expect(value[path: "a.2"] == nil)
        #expect(value[path: "a.-1"] == nil)
        #expect(value[path: "a.x"] == nil)
        #expect(value[path: "a.1.b"] == nil)
        #expect(value["a"]?[0]?["b.c"]?.integerValue == 1)
    }

    @Test func `an accessor answers only for its own kind`() {
        let values: [JSON] = [nil, true, 1, .number("1.5"), "s", [1], ["a": 1]]
        #expect(values.map(\.isNull) == [true] + Array(repeating: false, count: 6))
        #expect(values.compactMap(\.boolValue) == [true])
        #expect(values.compactMap(\.integerValue) == [1])
        #expect(values.compactMap(\.numberText) == ["1", "1.5"])
        #expect(values.compactMap(\.stringValue) == ["s"])
        #expect(values.compactMap(\.arrayValue) == [[1]])
        #expect(values.compactMap(\.objectValue) == [["a": 1]])
    }
}
