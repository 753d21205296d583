// swift-tools-version: 6.2
import PackageDescription

// Two rooms and one door: Sources/Core is pure (no I/O, no clock, no randomness, no async, no
// Foundation), Sources/Shell carries its decisions out. Who may import whom is written here and
// nowhere else; `make check` refuses an import that is not declared.

let house: [SwiftSetting] = [
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

func modules(_ name: String, _ targets: [String]) -> Product {
    Product.`library`(name: name, targets: targets)
}

func core(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Core/\(name)", swiftSettings: house)
}

func shell(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Shell/\(name)",
        resources: resources, swiftSettings: house)
}

func support(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Testing/\(name)",
        swiftSettings: house)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["FairleadTesting"], path: "Tests/\(name)",
        exclude: exclude, swiftSettings: house)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpClient: Target.Dependency = .product(
    name: "AsyncHTTPClient", package: "async-http-client")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "fairlead",
    products: [
        .executable(name: "fairlead", targets: ["fairlead"]),
        modules("FEEL", ["FEEL"]),
        modules("DMN", ["DMN"]),
        // Decision models, their files, and their values as JSON.
        modules(
            "FairleadPolicy",
            ["FEEL", "DMN", "DMNFormats", "FairleadCanonical", "FairleadDomain"]),
        // What Benchmarks/ measures, put together by its own hand.
        modules(
            "FairleadParts",
            [
                "FEEL", "DMN", "DMNFormats", "FairleadCanonical", "FairleadDomain",
                "FairleadPlaybook", "FairleadEngine", "FairleadLedger", "FairleadStore",
                "FairleadStoreSQLite", "FairleadCatalog", "FairleadConnector",
                "FairleadConnectors", "FairleadRuntime", "FairleadAPI", "FairleadSimulator",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // Core
        .systemLibrary(
            name: "CPCRE2", path: "Sources/Core/CPCRE2", pkgConfig: "libpcre2-8",
            providers: [.apt(["libpcre2-dev"])]),
        core("FEEL", ["CPCRE2"]),
        core("DMN", ["FEEL"]),
        core("FairleadCanonical", [crypto]),
        core("FairleadDomain", ["FEEL", "FairleadCanonical"]),
        core("FairleadCalendar", ["FEEL", "FairleadCanonical"]),
        core(
            "FairleadPlaybook",
            ["FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FEEL", "DMN"]),
        core(
            "FairleadEngine",
            [
                "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadPlaybook",
                "FEEL", "DMN",
            ]),
        core("FairleadLedger", ["FairleadDomain", "FairleadCanonical", crypto]),

        // Shell
        shell("DMNFormats", ["DMN", "FEEL", yams]),
        shell("FairleadStore", ["FairleadDomain", "FairleadCanonical", "FairleadLedger"]),
        .systemLibrary(
            name: "CSQLite", path: "Sources/Shell/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "FairleadStoreSQLite",
            dependencies: [
                "FairleadStore", "FairleadDomain", "FairleadCanonical", "FairleadLedger",
                "CSQLite",
            ],
            path: "Sources/Shell/FairleadStoreSQLite",
            resources: [.embedInCode("Migrations")], swiftSettings: house),
        shell(
            "FairleadConnector",
            ["FairleadDomain", "FairleadCanonical", "FairleadPlaybook", crypto]),
        shell(
            "FairleadConnectors",
            [
                "FairleadConnector", "FairleadDomain", "FairleadCanonical", httpClient, nio,
                nioPosix, nioHTTP1, logging,
            ]),
        shell(
            "FairleadCatalog",
            [
                "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadPlaybook",
                "FairleadConnector", "FEEL", "DMN", "DMNFormats", yams,
            ]),
        shell("FairleadDrawing", ["FairleadPlaybook"]),
        shell(
            "FairleadRuntime",
            [
                "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadEngine",
                "FairleadLedger",
                "FairleadStore", "FairleadPlaybook", "FairleadConnector", "FEEL", "DMN",
            ]),
        shell("FairleadAPITypes", ["FairleadDomain", "FairleadCanonical"]),
        shell(
            "FairleadAPI",
            [
                "FairleadAPITypes", "FairleadRuntime", "FairleadDomain", "FairleadCanonical",
                "FairleadStore", "FairleadEngine", "FairleadLedger", "FairleadConnector",
                "FairleadPlaybook", "FEEL", hummingbird, lifecycle, logging, nio,
            ]),
        shell(
            "FairleadClient", ["FairleadAPITypes", "FairleadCanonical", httpClient, nio]),
        shell(
            "FairleadEstate",
            [
                "FairleadCanonical", hummingbird, httpClient, nio, logging, crypto,
            ]),

        // Apps
        .executableTarget(
            name: "fairlead",
            dependencies: [
                "FEEL", "DMN", "DMNFormats", "FairleadCanonical", "FairleadCalendar",
                "FairleadDomain", "FairleadPlaybook", "FairleadEngine", "FairleadLedger",
                "FairleadStore", "FairleadStoreSQLite", "FairleadConnector", "FairleadConnectors",
                "FairleadCatalog", "FairleadRuntime", "FairleadAPITypes", "FairleadAPI",
                "FairleadClient", "FairleadDrawing", "FairleadEstate", "FairleadSimulator",
                hummingbird, httpClient, lifecycle, signals, logging, arguments, crypto, nio,
            ],
            path: "Sources/Apps/fairlead", swiftSettings: house),

        // Testing
        support("FairleadTesting"),
        support(
            "FairleadSimulator",
            [
                "FairleadDomain", "FairleadCanonical", "FairleadEngine", "FairleadLedger",
                "FairleadStore", "FairleadConnector", "FairleadCatalog", "FairleadRuntime",
                "FairleadPlaybook", "FEEL", "DMN",
            ]),

        // Tests
        tests("FEELTests", ["FEEL"]),
        tests("DMNTests", ["DMN", "DMNFormats", "FEEL"], exclude: ["Corpus"]),
        tests("DMNFormatsTests", ["DMNFormats", "DMN", "FEEL"]),
        tests("FairleadCanonicalTests", ["FairleadCanonical"]),
        tests(
            "FairleadCalendarTests",
            [
                "FairleadCalendar", "FairleadCatalog", "FairleadPlaybook", "FairleadRuntime",
                "FairleadCanonical", "FEEL",
            ], exclude: ["Tables"]),
        tests("FairleadDomainTests", ["FairleadDomain", "FairleadCanonical", "FEEL"]),
        tests(
            "FairleadPlaybookTests",
            ["FairleadPlaybook", "FairleadCatalog", "FairleadDomain", "FEEL", "DMN"]),
        tests(
            "FairleadEngineTests",
            [
                "FairleadEngine", "FairleadPlaybook", "FairleadCatalog", "FairleadDomain",
                "FairleadCanonical", "FEEL", "DMN",
            ]),
        tests("FairleadLedgerTests", ["FairleadLedger", "FairleadDomain", "FairleadCanonical"]),
        tests(
            "FairleadStoreTests",
            [
                "FairleadStore", "FairleadStoreSQLite", "FairleadLedger", "FairleadDomain",
                "FairleadCanonical", "CSQLite",
            ]),
        tests(
            "FairleadConnectorsTests",
            [
                "FairleadConnectors", "FairleadConnector", "FairleadCatalog", "FairleadDomain",
                "FairleadCanonical", "FairleadPlaybook", "FairleadEstate", httpClient,
                hummingbird, logging, nio, nioHTTP1,
            ]),
        tests(
            "FairleadCatalogTests",
            [
                "FairleadCatalog", "FairleadPlaybook", "FairleadDomain", "FairleadCanonical", "DMN",
                "DMNFormats", "FEEL",
            ]),
        tests(
            "FairleadDrawingTests", ["FairleadDrawing", "FairleadCatalog", "FairleadPlaybook"]),
        tests(
            "FairleadEstateTests",
            [
                "FairleadEstate", "FairleadCanonical", httpClient, hummingbird, nio, crypto,
            ]),
        tests(
            "FairleadRuntimeTests",
            [
                "FairleadRuntime", "FairleadSimulator", "FairleadEngine", "FairleadStore",
                "FairleadStoreSQLite", "FairleadLedger", "FairleadCatalog", "FairleadConnector",
                "FairleadDomain", "FairleadCanonical", "FairleadCalendar", "FairleadPlaybook",
                "FEEL",
            ]),
        tests(
            "FairleadAPITests",
            [
                "FairleadAPI", "FairleadAPITypes", "FairleadClient", "FairleadRuntime",
                "FairleadSimulator", "FairleadStore", "FairleadCatalog", "FairleadConnector",
                "FairleadEngine", "FairleadLedger", "FairleadPlaybook", "FairleadDomain",
                "FairleadCanonical", hummingbird, httpClient, logging, nio, nioEmbedded, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests(
            "EndToEndTests",
            [
                "fairlead", "FairleadEstate", "FairleadCanonical", "FairleadCatalog",
                "FairleadConnector", "FairleadConnectors", "FairleadDomain", "FairleadEngine",
                "FairleadLedger", "FairleadPlaybook", "FairleadRuntime", "FairleadStore",
                "FairleadStoreSQLite", "FairleadAPITypes", "FairleadClient", httpClient, logging,
                nio, nioHTTP1, arguments,
            ]),
        tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
