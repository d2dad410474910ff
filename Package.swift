// swift-tools-version: 6.2
import PackageDescription

// The layers of docs/architecture.md. A target may import what its `dependencies` name and nothing else;
// Tests/ArchitectureTests reads every import line and fails on any other.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Debug builds compile C without optimisation otherwise, which makes the tests a hundred times slower;
/// contraction is off because every fused multiply-add is written out (docs/numerics.md).
let kernelFlags: [CSetting] = [
    .unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wextra", "-Wno-psabi"])
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ subject: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: subject + "Tests", dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(
    name: "SystemPackage", package: "swift-system",
    condition: .when(platforms: [.linux]))
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "bench",
    products: [.executable(name: "bench", targets: ["bench"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        // Level 0
        .target(name: "CTensorKernels", cSettings: kernelFlags),
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        library("Primitives", []),
        // Level 1
        library("Numerics", ["CTensorKernels", "Primitives"]),
        library("Records", ["Primitives"]),
        // Level 2
        library("TensorCore", ["CTensorKernels", "Numerics", "Primitives"]),
        library("Datasets", ["CLibCSV", "CZlib", "Numerics", "Primitives"]),
        library("Statistics", ["Numerics", "Primitives"]),
        library("Suites", ["Records", "Primitives", yams]),
        library("Store", ["Records", "Primitives", grdb]),
        // Level 3
        library("Training", ["TensorCore", "Datasets", "Numerics", "Records", "Primitives"]),
        library("Reporting", ["Statistics", "Numerics", "Records", "Primitives"]),
        // Level 4
        library("Models", ["Training", "TensorCore", "Numerics", "Primitives"]),
        library("Methods", ["Training", "TensorCore", "Numerics", "Primitives"]),
        library("Gating", ["Reporting", "Statistics", "Numerics", "Records", "Primitives"]),
        // Level 5
        library(
            "Runner",
            [
                "Primitives", "Numerics", "Records", "TensorCore", "Datasets", "Suites", "Store", "Training",
                "Models", "Methods", subprocess, systemPackage,
            ]),
        // Level 6
        .executableTarget(
            name: "bench",
            dependencies: [
                "Primitives", "Numerics", "Records", "TensorCore", "Datasets", "Statistics", "Suites",
                "Store",
                "Training", "Reporting", "Gating", "Models", "Methods", "Runner", argumentParser,
            ],
            swiftSettings: strict),
        // Tests
        tests("Architecture", []),
        tests("Primitives", ["Primitives"]),
        tests(
            "Numerics", ["Numerics", "CTensorKernels", "Primitives"], resources: [.copy("Reference")]),
        tests("TensorCore", ["TensorCore", "CTensorKernels", "Numerics", "Primitives"]),
        tests(
            "Runner",
            [
                "Runner", "Suites", "Records", "Store", "Datasets", "Reporting", "Training", "TensorCore",
                "Numerics", "Primitives", grdb,
            ]),
        tests("EndToEnd", ["bench", "Primitives"]),
        tests("Gating", ["Gating", "Reporting", "Statistics", "Numerics", "Records", "Primitives"]),
        tests(
            "Training",
            ["Training", "Models", "Methods", "Datasets", "TensorCore", "Numerics", "Records", "Primitives"]),
        tests("Datasets", ["CZlib", "Datasets", "Numerics", "Primitives"], resources: [.copy("Fixtures")]),
        tests("Suites", ["Suites", "Records", "Primitives"]),
        tests("Store", ["Store", "Records", "Primitives", grdb], resources: [.copy("Fixtures")]),
        tests("Statistics", ["Statistics", "Numerics", "Primitives"], resources: [.copy("Reference")]),
        tests(
            "Reporting", ["Reporting", "Statistics", "Numerics", "Records", "Primitives"],
            resources: [.copy("Reference")]
        ),
    ]
)
