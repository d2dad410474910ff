/// Which fold of which repeat a seed stands for: fold s mod k of repeat s div k.
struct FoldSchedule {
    /// The fold that is tested on, from 0.
    let fold: Int
    /// The partition it belongs to; the seed of what draws it.
    let repetition: Int

    /// The place of `seed` among `folds` folds.
    init(seed: Int, folds: Int) {
        let (quotient, remainder) = seed.quotientAndRemainder(dividingBy: folds)
        // Rounded down, also for negative seeds.
        fold = remainder < 0 ? remainder + folds : remainder
        repetition = remainder < 0 ? quotient - 1 : quotient
    }
}
