// A thread of the engine's own and the gate at which it waits for work.
#include <pthread.h>
#include <stdlib.h>

#include "ckernels.h"

struct ck_gate {
    pthread_mutex_t lock;
    pthread_cond_t opened;
    int open;
};

ck_gate *ck_gate_create(void) {
    ck_gate *gate = calloc(1, sizeof *gate);
    if (!gate) return NULL;
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->opened, NULL);
    return gate;
}

void ck_gate_open(ck_gate *gate) {
    pthread_mutex_lock(&gate->lock);
    gate->open = 1;
    pthread_cond_signal(&gate->opened);
    pthread_mutex_unlock(&gate->lock);
}

void ck_gate_wait(ck_gate *gate) {
    pthread_mutex_lock(&gate->lock);
    while (!gate->open) pthread_cond_wait(&gate->opened, &gate->lock);
    gate->open = 0;
    pthread_mutex_unlock(&gate->lock);
}

void ck_gate_destroy(ck_gate *gate) {
    pthread_cond_destroy(&gate->opened);
    pthread_mutex_destroy(&gate->lock);
    free(gate);
}

typedef struct {
    void (*entry)(void *);
    void *context;
} thread_start;

static void *thread_main(void *raw) {
    const thread_start start = *(thread_start *)raw;
    free(raw);
    start.entry(start.context);
    return NULL;
}

int ck_thread_start(void *context, void (*entry)(void *context)) {
    thread_start *start = malloc(sizeof *start);
    if (!start) return 1;
    *start = (thread_start){entry, context};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 4u << 20);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t handle;
    const int failed = pthread_create(&handle, &attributes, thread_main, start);
    pthread_attr_destroy(&attributes);
    if (failed) free(start);
    return failed;
}
