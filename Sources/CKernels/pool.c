// A pool of threads for work that lasts microseconds: between the parts of a forward pass the
// workers spin, because waking a sleeping thread takes longer than the part itself; after a few
// tens of microseconds without work they sleep.
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <unistd.h>

#include "ckernels.h"

size_t ck_core_count(void) {
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        const int count = CPU_COUNT(&set);
        if (count > 0) return (size_t)count;
    }
#endif
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

// One word says everything about the current job, so that a worker claims with one addition:
// generation in the upper 24 bits, number of tasks in the middle 20, next index in the lower 20.
// A claim whose index is below the number of tasks keeps the job alive until it is finished, so
// `task` and `context` can't change under it; any other claim touches nothing.
enum { FIELD = 20 };
#define MASK ((1ull << FIELD) - 1)

struct ck_pool {
    _Alignas(128) _Atomic uint64_t ticket;
    _Alignas(128) _Atomic size_t finished;
    _Alignas(128) void (*task)(void *, size_t, size_t);
    void *context;
    _Atomic int sleepers;
    _Atomic int ended;
    size_t threads;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t *handles;
};

typedef struct {
    ck_pool *pool;
    size_t worker;
} start_arguments;

static inline void breathe(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static int has_work(ck_pool *pool) {
    const uint64_t word = atomic_load(&pool->ticket);
    return (word & MASK) < (word >> FIELD & MASK);
}

/// Claims and does tasks until none is left.
static void work(ck_pool *pool, size_t worker) {
    while (has_work(pool)) {
        const uint64_t word = atomic_fetch_add_explicit(&pool->ticket, 1, memory_order_acq_rel);
        const size_t index = word & MASK;
        if (index >= (word >> FIELD & MASK)) return;
        pool->task(pool->context, index, worker);
        atomic_fetch_add_explicit(&pool->finished, 1, memory_order_acq_rel);
    }
}

static void *worker_main(void *raw) {
    start_arguments arguments = *(start_arguments *)raw;
    free(raw);
    ck_pool *pool = arguments.pool;
    unsigned idle = 0;
    for (;;) {
        if (has_work(pool)) {
            work(pool, arguments.worker);
            idle = 0;
        } else if (atomic_load_explicit(&pool->ended, memory_order_acquire)) {
            return NULL;
        } else if (++idle < 2000) {
            breathe();
        } else {
            pthread_mutex_lock(&pool->lock);
            atomic_fetch_add(&pool->sleepers, 1);
            while (!has_work(pool) && !atomic_load(&pool->ended)) {
                pthread_cond_wait(&pool->wake, &pool->lock);
            }
            atomic_fetch_sub(&pool->sleepers, 1);
            pthread_mutex_unlock(&pool->lock);
            idle = 0;
        }
    }
}

ck_pool *ck_pool_create(size_t threads) {
    if (threads == 0) threads = 1;
    ck_pool *pool = aligned_alloc(128, sizeof(ck_pool));
    if (!pool) return NULL;
    *pool = (ck_pool){.threads = 1};
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->handles = calloc(threads, sizeof(pthread_t));
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 4u << 20);
    while (pool->handles && pool->threads < threads) {
        start_arguments *arguments = malloc(sizeof *arguments);
        if (!arguments) break;
        *arguments = (start_arguments){pool, pool->threads};
        if (pthread_create(
                &pool->handles[pool->threads], &attributes, worker_main, arguments) != 0) {
            free(arguments);
            break;
        }
        pool->threads += 1;
    }
    pthread_attr_destroy(&attributes);
    return pool;
}

size_t ck_pool_threads(const ck_pool *pool) { return pool->threads; }

void ck_pool_run(
    ck_pool *pool, size_t tasks, void *context,
    void (*task)(void *context, size_t index, size_t worker)) {
    if (tasks == 0) return;
    if (pool->threads == 1 || tasks == 1) {
        for (size_t index = 0; index < tasks; ++index) task(context, index, 0);
        return;
    }
    pool->task = task;
    pool->context = context;
    atomic_store_explicit(&pool->finished, 0, memory_order_relaxed);
    const uint64_t generation = (atomic_load(&pool->ticket) >> (2 * FIELD)) + 1;
    // Sequentially consistent, as is the sleeper's increment: either we see the sleeper, or it
    // sees the work.
    atomic_store(&pool->ticket, generation << (2 * FIELD) | (uint64_t)tasks << FIELD);
    if (atomic_load(&pool->sleepers) > 0) {
        pthread_mutex_lock(&pool->lock);
        pthread_cond_broadcast(&pool->wake);
        pthread_mutex_unlock(&pool->lock);
    }
    work(pool, 0);
    unsigned spins = 0;
    while (atomic_load_explicit(&pool->finished, memory_order_acquire) < tasks) {
        breathe();
        // A worker that holds a task may have lost its core to another process: give it ours.
        if (++spins > 2000) sched_yield();
    }
}

void ck_pool_destroy(ck_pool *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->ended, 1);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 1; i < pool->threads; ++i) pthread_join(pool->handles[i], NULL);
    free(pool->handles);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
