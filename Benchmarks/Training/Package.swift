// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Conduct builds its benchmarks:
// `env -u OPENBLAS_CORETYPE swift run -c release --package-path Benchmarks/Training`.
let package = Package(
    name: "TrainingBenchmark",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "conduct", path: "../..")],
    targets: [
        .executableTarget(
            name: "TrainingBenchmark",
            dependencies: [.product(name: "LanguageModel", package: "conduct")])
    ]
)
