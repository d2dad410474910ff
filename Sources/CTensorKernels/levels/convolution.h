// Windows over [batch, height, width, channels]: patches and pooling. Vectors run along channels, which lie
// next to each other; what is added to one element is added in the order of the loops below on every level.

/// The window's positions that lie inside, in order: for each, the pixel and the position's number.
#define TK_EACH_POSITION(w, batch, y, x, body)                                                           \
    for (int64_t ky = 0; ky < (w)->kernel_height; ky++) {                                                \
        const int64_t row = (y) * (w)->stride_height - (w)->top + ky * (w)->dilation_height;             \
        if (row < 0 || row >= (w)->height) continue;                                                     \
        for (int64_t kx = 0; kx < (w)->kernel_width; kx++) {                                             \
            const int64_t column = (x) * (w)->stride_width - (w)->left + kx * (w)->dilation_width;       \
            if (column < 0 || column >= (w)->width) continue;                                            \
            const int64_t pixel = (((batch) * (w)->height + row) * (w)->width + column) * (w)->channels; \
            body                                                                                         \
        }                                                                                                \
    }

#define TK_EACH_WINDOW(w)                                          \
    for (int64_t batch = 0; batch < (w)->batch; batch++)           \
        for (int64_t y = 0; y < (w)->out_height; y++)              \
            for (int64_t x = 0; x < (w)->out_width; x++)

TK_INLINE void clear(float *out, const tk_window *w) {
    memset(out, 0, (size_t)(w->batch * w->height * w->width * w->channels) * sizeof(float));
}

/// Without dilation the pixels of a window's row are neighbours: they are moved as one run.
TK_INLINE int64_t pixels_at_once(const tk_window *w) { return w->dilation_width == 1 ? w->kernel_width : 1; }

/// How many of `count` pixels from `column` on lie before the first, and how many before the end of, a row.
TK_INLINE int64_t clipped(int64_t pixels, int64_t count) { return pixels < 0 ? 0 : pixels < count ? pixels : count; }

static void extract_patches(float *out, const float *in, const tk_window *w) {
    const int64_t channels = w->channels, once = pixels_at_once(w);
    TK_EACH_WINDOW(w) {
        for (int64_t ky = 0; ky < w->kernel_height; ky++) {
            const int64_t row = y * w->stride_height - w->top + ky * w->dilation_height;
            if (row < 0 || row >= w->height) {
                zero_run(out, w->kernel_width * channels);
                out += w->kernel_width * channels;
                continue;
            }
            const float *line = in + (batch * w->height + row) * w->width * channels;
            for (int64_t kx = 0; kx < w->kernel_width; kx += once, out += once * channels) {
                const int64_t column = x * w->stride_width - w->left + kx * w->dilation_width;
                const int64_t first = clipped(-column, once), end = clipped(w->width - column, once);
                if (first >= end) {
                    zero_run(out, once * channels);
                    continue;
                }
                zero_run(out, first * channels);
                copy_run(out + first * channels, line + (column + first) * channels, (end - first) * channels);
                zero_run(out + end * channels, (once - end) * channels);
            }
        }
    }
}

static void fold_patches(float *out, const float *in, const tk_window *w) {
    const int64_t channels = w->channels, once = pixels_at_once(w);
    clear(out, w);
    TK_EACH_WINDOW(w) {
        for (int64_t ky = 0; ky < w->kernel_height; ky++, in += w->kernel_width * channels) {
            const int64_t row = y * w->stride_height - w->top + ky * w->dilation_height;
            if (row < 0 || row >= w->height) continue;
            float *line = out + (batch * w->height + row) * w->width * channels;
            for (int64_t kx = 0; kx < w->kernel_width; kx += once) {
                const int64_t column = x * w->stride_width - w->left + kx * w->dilation_width;
                const int64_t first = clipped(-column, once), end = clipped(w->width - column, once);
                if (first >= end) continue;
                add_run(line + (column + first) * channels, in + (kx + first) * channels, (end - first) * channels);
            }
        }
    }
}

static void sum_windows(float *out, const float *in, const tk_window *w) {
    TK_EACH_WINDOW(w) {
        zero_run(out, w->channels);
        TK_EACH_POSITION(w, batch, y, x, { add_run(out, in + pixel, w->channels); })
        out += w->channels;
    }
}

static void spread_windows(float *out, const float *in, const tk_window *w) {
    clear(out, w);
    TK_EACH_WINDOW(w) {
        TK_EACH_POSITION(w, batch, y, x, { add_run(out + pixel, in, w->channels); })
        in += w->channels;
    }
}

static void window_argument(float *out, const float *in, const tk_window *w) {
    TK_EACH_WINDOW(w) {
        for (int64_t c = 0; c < w->channels; c += 16) {
            const int64_t width = w->channels - c < 16 ? w->channels - c : 16;
            // Every window has a position inside; the first one begins.
            f16 best = splat(0), position = splat(-1);
            TK_EACH_POSITION(w, batch, y, x, {
                const f16 value = load_up_to(in + pixel + c, width);
                const f16 here = splat((float)(ky * w->kernel_width + kx));
                const i16 is_first = position < splat(0);
                // A NaN wins over every number.
                const i16 wins = is_first | (value > best) | ((value != value) & (best == best));
                best = choose(wins, value, best);
                position = choose(wins, here, position);
            })
            store_up_to(out + c, position, width);
        }
        out += w->channels;
    }
}

static void window_select(float *out, const float *in, const float *index, const tk_window *w) {
    TK_EACH_WINDOW(w) {
        for (int64_t c = 0; c < w->channels; c += 16) {
            const int64_t width = w->channels - c < 16 ? w->channels - c : 16;
            const f16 wanted = load_up_to(index + c, width);
            f16 value = splat(0);
            TK_EACH_POSITION(w, batch, y, x, {
                const i16 is_it = wanted == splat((float)(ky * w->kernel_width + kx));
                value = choose(is_it, load_up_to(in + pixel + c, width), value);
            })
            store_up_to(out + c, value, width);
        }
        out += w->channels;
        index += w->channels;
    }
}

static void window_scatter(float *out, const float *in, const float *index, const tk_window *w) {
    clear(out, w);
    TK_EACH_WINDOW(w) {
        for (int64_t c = 0; c < w->channels; c += 16) {
            const int64_t width = w->channels - c < 16 ? w->channels - c : 16;
            const f16 wanted = load_up_to(index + c, width), value = load_up_to(in + c, width);
            TK_EACH_POSITION(w, batch, y, x, {
                const i16 is_it = wanted == splat((float)(ky * w->kernel_width + kx));
                float *target = out + pixel + c;
                store_up_to(target, load_up_to(target, width) + choose(is_it, value, splat(0)), width);
            })
        }
        in += w->channels;
        index += w->channels;
    }
}
