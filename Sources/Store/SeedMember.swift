import Primitives

/// Takes the seed out of a canonical specification and puts it back.
enum SeedMember {
    /// The canonical text without the member `seed`, and what the member was.
    static func removed(from specification: String) throws -> (text: String, seed: Int) {
        guard case .object(var members) = try Store.parse(specification),
            let seed = members.removeValue(forKey: "seed")?.integer
        else { throw StoreFailure.damaged("a specification without a seed") }
        let text = JSONValue.object(members).canonical
        guard try inserted(seed, into: text) == specification else {
            throw StoreFailure.damaged("a specification that is not canonical")
        }
        return (text, seed)
    }

    /// The canonical text of the cell of that configuration with that seed.
    static func inserted(_ seed: Int, into configuration: String) throws -> String {
        guard case .object(var members) = try Store.parse(configuration) else {
            throw StoreFailure.damaged("a configuration that is no object")
        }
        members["seed"] = .integer(seed)
        return JSONValue.object(members).canonical
    }
}
