// swift-tools-version: 6.2
import PackageDescription

// One loop at the end gives every target of ours the same settings; a target lists only what is
// its own. Imports run downward: Scripts/check refuses one that climbs a floor.

let package = Package(
    name: "conduct",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "conduct", targets: ["conduct"]),
        .library(name: "LanguageModel", targets: ["LanguageModel"]),
        .library(name: "Statistics", targets: ["Statistics"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Floor 0: system libraries, C kernels, pure mathematics.
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(
            name: "CCmark", pkgConfig: "libcmark-gfm",
            providers: [
                .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
            ]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "CKernels"),
        .target(
            name: "Statistics",
            dependencies: [.product(name: "RealModule", package: "swift-numerics")]),

        // Floor 1: the model engine and the vocabulary of conversations.
        .target(
            name: "LanguageModel",
            dependencies: [
                "CKernels", "Statistics",
                .target(name: "COpenBLAS", condition: .when(platforms: [.linux])),
            ]),

        // Floor 2: where models are called, where records are kept. Neither knows the other.
        .target(
            name: "Providers",
            dependencies: [
                "LanguageModel", "Statistics",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOFoundationEssentialsCompat", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .target(
            name: "Workspace",
            dependencies: [
                "LanguageModel", "Statistics", "CCmark", "CZlib", "CZstd",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Yams", package: "Yams"),
            ]),

        // Floor 3.
        .target(
            name: "Evaluation",
            dependencies: [
                "Workspace", "Providers", "LanguageModel", "Statistics",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),

        .target(
            name: "Annotation",
            dependencies: ["Evaluation", "Workspace", "LanguageModel", "Statistics"]),
        .target(
            name: "Alignment",
            dependencies: ["Evaluation", "Workspace", "Providers", "LanguageModel", "Statistics"]),

        // Floor 4.
        .target(
            name: "Reports",
            dependencies: ["Annotation", "Evaluation", "Workspace", "LanguageModel", "Statistics"]),

        // Floor 5.
        .target(
            name: "Portfolio",
            dependencies: [
                "Reports", "Annotation", "Alignment", "Evaluation", "Workspace", "LanguageModel",
                "Statistics", .product(name: "Subprocess", package: "swift-subprocess"),
            ]),

        // Floor 6.
        .target(
            name: "Studio",
            dependencies: [
                "Portfolio", "Reports", "Annotation", "Alignment", "Evaluation", "Workspace",
                "Providers", "LanguageModel", "Statistics",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "ModelServer",
            dependencies: [
                "LanguageModel",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // Floor 7: the only composition root.
        .executableTarget(
            name: "conduct",
            dependencies: [
                "Studio", "Portfolio", "Reports", "Annotation", "Alignment", "Evaluation",
                "Workspace", "Providers", "ModelServer", "LanguageModel", "Statistics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),

        .target(name: "TestSupport", dependencies: ["LanguageModel"], path: "Tests/TestSupport"),
        .testTarget(
            name: "StatisticsTests", dependencies: ["Statistics", "LanguageModel", "TestSupport"]),
        .testTarget(
            name: "LanguageModelTests",
            dependencies: ["LanguageModel", "CKernels", "Statistics", "TestSupport"]
        ),
        .testTarget(
            name: "ProvidersTests",
            dependencies: [
                "Providers", "LanguageModel", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .testTarget(
            name: "WorkspaceTests",
            dependencies: [
                "Workspace", "LanguageModel", "Statistics", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "EvaluationTests",
            dependencies: ["Evaluation", "Workspace", "Providers", "LanguageModel", "TestSupport"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Reports", "Evaluation", "Workspace", "Statistics", "TestSupport"]),
        .testTarget(
            name: "AnnotationTests",
            dependencies: [
                "Annotation", "Evaluation", "Workspace", "LanguageModel", "Statistics",
                "TestSupport",
            ]),
        .testTarget(
            name: "AlignmentTests",
            dependencies: [
                "Alignment", "Evaluation", "Workspace", "Providers", "LanguageModel", "Statistics",
                "TestSupport",
            ]),
        .testTarget(
            name: "PortfolioTests",
            dependencies: [
                "Portfolio", "Reports", "Annotation", "Alignment", "Evaluation", "Workspace",
                "LanguageModel", "Statistics", "TestSupport",
            ]),
        .testTarget(
            name: "StudioTests",
            dependencies: [
                "Studio", "Portfolio", "Annotation", "Evaluation", "Workspace", "LanguageModel",
                "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .testTarget(
            name: "ModelServerTests",
            dependencies: [
                "ModelServer", "Providers", "LanguageModel", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["conduct", "Workspace", "LanguageModel", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11
)

/// What every Swift target of ours is built with.
let swiftSettings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
]

for target in package.targets where target.type != .system && target.name != "CKernels" {
    target.swiftSettings = swiftSettings
}
