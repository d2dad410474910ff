import Primitives
import Records

/// A cell to be trained: all that a worker needs to know of it, wherever it runs.
public struct CellRequest: Sendable {
    /// What the cell is.
    public var specification: CellSpecification
    /// Its identity.
    public var identity: CellIdentity
    /// Where its data come from and what is done to them.
    public var recipe: DatasetRecipe
    /// What people call it.
    public var label: String
    /// Whether the outcome keeps what the model says of validation and test rows.
    public var keepsPredictions: Bool
    /// A number that the cells of one batch share if and only if they differ in nothing but the seed; nil where
    /// that has to be found out.
    public var configuration: Int?

    /// A cell to be trained.
    public init(
        specification: CellSpecification, identity: CellIdentity, recipe: DatasetRecipe, label: String,
        keepsPredictions: Bool = false, configuration: Int? = nil
    ) {
        self.configuration = configuration
        self.specification = specification
        self.identity = identity
        self.recipe = recipe
        self.label = label
        self.keepsPredictions = keepsPredictions
    }

    /// A cell of a plan.
    public init(_ cell: PlannedCell, of plan: SuitePlan, keepsPredictions: Bool = false) {
        self.init(
            specification: cell.specification, identity: cell.identity,
            recipe: plan.library.recipe(cell.datasetLabel), label: cell.label,
            keepsPredictions: keepsPredictions,
            configuration: plan.cells.configurationNumber(at: cell.position))
    }
}
