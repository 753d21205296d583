import FairleadAPITypes
import FairleadCanonical

/// Holds an answer against its declared shape: whatever is required is there (or masked), whatever
/// is there is declared and of its kind.
struct SchemaCheck {
    private(set) var findings: [String] = []

    static func findings(_ json: JSON, _ name: String) -> [String] {
        var check = SchemaCheck()
        check.check(json, .named(name), at: name, masked: [])
        return check.findings
    }

    private mutating func check(
        _ json: JSON, _ schema: APISchema, at path: String, masked: Set<String>
    ) {
        switch schema {
        case .any: break
        case .string: expect(json.stringValue != nil, "text", path)
        case .integer: expect(json.integerValue != nil, "an integer", path)
        case .boolean: expect(json.boolValue != nil, "a boolean", path)
        case .choice(let words):
            expect(json.stringValue.map(words.contains) ?? false, "one of \(words)", path)
        case .nullable(let inner):
            if !json.isNull { check(json, inner, at: path, masked: masked) }
        case .named(let name):
            guard let schema = APISchemas.schema(name) else {
                findings.append("\(path): no schema \(name)")
                return
            }
            check(json, schema, at: path, masked: masked)
        case .array(let item):
            guard let items = json.arrayValue else { return expect(false, "a list", path) }
            for (index, element) in items.enumerated() {
                check(element, item, at: "\(path)[\(index)]", masked: masked)
            }
        case .map(let value):
            guard let object = json.objectValue else { return expect(false, "an object", path) }
            for (name, member) in object {
                check(member, value, at: path + "." + name, masked: masked)
            }
        case .object(let properties): checkObject(json, properties, at: path)
        }
    }

    private mutating func checkObject(
        _ json: JSON, _ properties: [APISchema.Property], at path: String
    ) {
        guard let object = json.objectValue else { return expect(false, "an object", path) }
        let masked = Set(
            (object["masked"]?.arrayValue ?? []).compactMap { $0.stringValue })
        for property in properties {
            if let member = object[property.name] {
                check(member, property.schema, at: path + "." + property.name, masked: masked)
            } else if property.isRequired, !masked.contains(property.name) {
                findings.append("\(path): \(property.name) is missing")
            }
        }
        for name in object.keys where !properties.contains(where: { $0.name == name }) {
            findings.append("\(path): \(name) is not declared")
        }
    }

    private mutating func expect(_ holds: Bool, _ what: String, _ path: String) {
        if !holds { findings.append("\(path) is not \(what)") }
    }
}
