// A fixed piece of work that says how fast a machine is: the speeds of a baseline are told in it.
//
// Plain loops that no kernel shares, so that a kernel that becomes slower (or faster) shows. Changing
// anything here changes the unit of every stored speed.

enum { tk_calibration_width = 64 };

float TK_LEVEL_NAME(tk_calibrate)(int64_t iterations) {
    enum { n = tk_calibration_width };
    // Where a stack begins differs from process to process, and rows across cache lines cost two fifths more.
    _Alignas(64) float a[n][n], b[n][n], c[n][n];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i][j] = (float)(i - j) / n;
            b[i][j] = (float)(i + j) / (4 * n);
        }
    for (int64_t iteration = 0; iteration < iterations; iteration++) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) c[i][j] = 0.0f;
            for (int k = 0; k < n; k++)
                for (int j = 0; j < n; j++) c[i][j] += a[i][k] * b[k][j];
        }
        // Bounded, so that the numbers never become subnormal or infinite.
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) a[i][j] = 0.5f * a[i][j] + c[i][j] / (1.0f + c[i][j] * c[i][j]);
    }
    float sum = 0.0f;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) sum += a[i][j];
    return sum;
}
