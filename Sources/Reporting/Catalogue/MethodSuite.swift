/// The suite under `suites/` that shows the methods of a family at work.
public enum MethodSuite {
    /// Its path in the repository.
    public static func path(family: String) -> String {
        let name =
            switch family {
            case "optimisers", "gradient transforms": "optimisers"
            case "averaging", "sharpness": "sharpness"
            case "pipelines", "targets": "targets"
            default: String(family.map { $0 == " " ? "-" : $0 })
            }
        return "suites/\(name).yaml"
    }

    /// The suite that trains every method for a few steps, whose bits are committed.
    public static let golden = "suites/golden-methods.yaml"
}
