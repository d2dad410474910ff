import Primitives
import Records

/// Numbers for configurations and recipes, so that each is sent to a worker once.
struct ConfigurationNumbers {
    /// What workers are told of a configuration.
    struct Entry {
        let number: Int
        let recipe: Int
        let text: String
    }

    private var entries: [Int: Entry] = [:]
    private var found: [CellConfiguration: Entry] = [:]
    private var recipes: [DatasetRecipe: Int] = [:]
    private var recipeTexts: [String] = []
    private var count = 0

    /// The entry of a cell's configuration, made at its first cell.
    mutating func entry(of request: CellRequest) -> Entry {
        if let number = request.configuration, let known = entries[number] { return known }
        let configuration = CellConfiguration(request.specification)
        let recipe = recipeNumber(request.recipe)
        if request.configuration == nil, let known = found[configuration], known.recipe == recipe {
            return known
        }
        let entry = Entry(number: count, recipe: recipe, text: configuration.canonical.canonical)
        count += 1
        if let number = request.configuration {
            entries[number] = entry
        } else {
            found[configuration] = entry
        }
        return entry
    }

    /// A recipe as canonical JSON.
    func recipeText(_ number: Int) -> String { recipeTexts[number] }

    private mutating func recipeNumber(_ recipe: DatasetRecipe) -> Int {
        if let known = recipes[recipe] { return known }
        recipes[recipe] = recipeTexts.count
        recipeTexts.append(recipe.json.canonical)
        return recipeTexts.count - 1
    }
}
