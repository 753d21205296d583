/// Who may import whom. Package.swift says what a target imports; this table says what it may ever
/// import. A new line here is a decision about the house.
enum ImportTable {
    static let core: [String: [String]] = [
        // Regular expressions: a pure function of pattern and text, its work counted.
        "FEEL": ["CPCRE2"],
        "DMN": ["FEEL"],
        "FairleadCanonical": ["Crypto"],
        "FairleadDomain": ["FEEL", "FairleadCanonical"],
        // Pure arithmetic over days and hours; it knows no nouns of the business.
        "FairleadCalendar": ["FEEL", "FairleadCanonical"],
        "FairleadPlaybook": [
            "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FEEL", "DMN",
        ],
        // Not FairleadLedger: the engine emits records, the ledger seals them.
        "FairleadEngine": [
            "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadPlaybook", "FEEL",
            "DMN",
        ],
        "FairleadLedger": ["FairleadDomain", "FairleadCanonical", "Crypto"],
        "FairleadInsight": ["FairleadDomain", "FairleadCanonical", "FairleadPlaybook"],
    ]

    static let shell: [String: [String]] = [
        "DMNFormats": ["DMN", "FEEL", "Yams"],
        "FairleadStore": ["FairleadDomain", "FairleadCanonical", "FairleadLedger"],
        "FairleadStoreSQLite": [
            "FairleadStore", "FairleadDomain", "FairleadCanonical", "FairleadLedger", "CSQLite",
        ],
        "FairleadStorePostgres": [
            "FairleadStore", "FairleadDomain", "FairleadCanonical", "FairleadLedger", "CPQ",
        ],
        "FairleadConnector": [
            "FairleadDomain", "FairleadCanonical", "FairleadPlaybook", "Crypto",
        ],
        "FairleadConnectors": [
            "FairleadConnector", "FairleadDomain", "FairleadCanonical", "AsyncHTTPClient",
            "NIOCore", "NIOPosix", "NIOHTTP1", "Logging",
        ],
        "FairleadInference": [
            "FairleadConnector", "FairleadDomain", "FairleadCanonical", "AsyncHTTPClient",
        ],
        "FairleadCatalog": [
            "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadPlaybook",
            "FairleadConnector", "FEEL", "DMN", "DMNFormats", "Yams",
        ],
        "FairleadDrawing": ["FairleadPlaybook"],
        "FairleadRuntime": [
            "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadEngine",
            "FairleadLedger", "FairleadStore", "FairleadConnector", "FairleadCatalog",
            "FairleadPlaybook", "FEEL",
            "DMN", "Crypto", "Logging",
        ],
        "FairleadAPITypes": ["FairleadDomain", "FairleadCanonical"],
        "FairleadAPI": [
            "FairleadAPITypes", "FairleadRuntime", "FairleadInsight", "FairleadDomain",
            "FairleadCanonical", "FairleadStore", "FairleadEngine", "FairleadLedger",
            "FairleadConnector", "FairleadPlaybook", "FEEL", "Hummingbird", "JWTKit",
            "ServiceLifecycle", "Logging", "NIOCore",
        ],
        "FairleadConsole": ["FairleadAPITypes", "FairleadDomain", "Mustache"],
        "FairleadClient": [
            "FairleadAPITypes", "FairleadCanonical", "AsyncHTTPClient", "NIOCore",
        ],
        // The estate stands in for other people's systems: it knows nothing of ours but the bytes.
        "FairleadEstate": [
            "FairleadCanonical", "FairleadDomain", "Hummingbird", "AsyncHTTPClient", "NIOCore",
            "Logging", "Crypto",
        ],
    ]

    /// The application chooses the parts; test support may need any of them.
    static let unbounded: Set<String> = ["fairlead", "FairleadSimulator"]

    static let support: [String: [String]] = ["FairleadTesting": []]

    /// What comes with the system or the toolchain, by the folder where it may be imported. Core
    /// has none: no clock, no files, no threads.
    static let system: [(folder: String, modules: Set<String>)] = [
        ("Sources/Core", []),
        (
            "Sources/Shell",
            ["Foundation", "FoundationXML", "Dispatch", "Glibc", "Synchronization"]
        ),
        ("Sources/Apps", ["Foundation", "Dispatch", "Glibc", "Synchronization"]),
        (
            "Sources/Testing",
            ["Foundation", "Dispatch", "Glibc", "Synchronization", "Testing"]
        ),
        (
            "Tests",
            [
                "Foundation", "FoundationXML", "FoundationNetworking", "Dispatch", "Glibc",
                "Synchronization", "Testing",
            ]
        ),
    ]

    /// Modules of a dependency that the import of another of its modules needs beside it.
    static let comesWith: [String: Set<String>] = [
        "Hummingbird": ["HTTPTypes", "HummingbirdCore", "NIOCore", "NIOPosix", "Logging"],
        "HummingbirdTesting": ["HTTPTypes", "NIOCore"],
        "AsyncHTTPClient": ["NIOCore", "NIOHTTP1", "NIOPosix", "NIOFoundationCompat"],
        "NIOCore": ["NIOPosix", "NIOConcurrencyHelpers"],
        "ServiceLifecycle": ["UnixSignals"],
    ]
}
