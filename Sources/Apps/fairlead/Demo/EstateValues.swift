import FairleadEstate

/// Where the simulated estate's systems are, and what they demand, as connectors are configured.
enum EstateValues {
    static func of(_ estate: Estate) -> [String: String] {
        var values: [String: String] = [:]
        for system in EstateSystem.allCases {
            let name = "FAIRLEAD_" + system.rawValue.uppercased()
            values[name + "_URL"] = estate.endpoint(of: system)
            values[name + "_TOKEN"] = estate.token(of: system)
            let secrets = estate.secrets(of: system)
            values[name + "_SECRET"] = secrets.first
            values[name + "_SECRET_OLD"] = secrets.last
        }
        return values
    }
}
