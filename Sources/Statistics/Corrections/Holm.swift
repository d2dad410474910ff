/// Holm's step-down adjusted p-values, in the order given; each controls the chance of any false claim in the
/// family.
///
/// `familySize` counts contrasts that were planned but have no p-value too; they enter as p = 1, which can
/// only make the others larger. Source: S. Holm (1979), "A simple sequentially rejective multiple test
/// procedure", Scandinavian Journal of Statistics 6, 65–70.
public func holmAdjusted(_ pValues: [Double], familySize: Int? = nil) -> [Double] {
    let size = familySize ?? pValues.count
    precondition(size >= pValues.count, "a family is no smaller than the p-values in it")
    precondition(pValues.allSatisfy { $0 >= 0 && $0 <= 1 }, "a p-value lies between 0 and 1")
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = pValues
    var largest = 0.0
    for (rank, index) in order.enumerated() {
        largest = max(largest, min(1, Double(size - rank) * pValues[index]))
        adjusted[index] = largest
    }
    return adjusted
}
