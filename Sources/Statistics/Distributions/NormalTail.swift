/// P(Z > z) of the standard normal.
func normalUpperTail(_ z: Double) -> Double { Normal().upperTail(z) }
