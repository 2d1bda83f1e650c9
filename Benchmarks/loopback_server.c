// An OpenAI-compatible server that answers every request at once with the same completion: what
// remains is the client's own cost. One thread, epoll, keep-alive.
//
//   cc -O2 -o loopback_server loopback_server.c && ./loopback_server 8931
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CAPACITY = 1 << 16, EVENTS = 256, CLIENTS = 4096 };

struct client {
    size_t used;
    char bytes[CAPACITY];
};

static struct client *clients[CLIENTS];
static char answer[1024];
static size_t answer_length;

static void prepare(void) {
    const char *body =
        "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"instant\","
        "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"The answer "
        "is round.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":20,"
        "\"completion_tokens\":5,\"total_tokens\":25}}";
    answer_length = (size_t)snprintf(answer, sizeof answer,
                                     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                     "Content-Length: %zu\r\n\r\n%s",
                                     strlen(body), body);
}

// The length of the first whole request in the buffer, 0 when it is not whole yet.
static size_t request_length(const char *bytes, size_t used) {
    const char *end = memmem(bytes, used, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end - bytes) + 4;
    size_t body = 0;
    for (const char *line = bytes; line < end;) {
        if (strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, NULL, 10);
        const char *next = memmem(line, (size_t)(end - line), "\r\n", 2);
        if (!next) break;
        line = next + 2;
    }
    return used >= head + body ? head + body : 0;
}

static void drop(int descriptor) {
    free(clients[descriptor]);
    clients[descriptor] = NULL;
    close(descriptor);
}

static void serve(int descriptor) {
    struct client *client = clients[descriptor];
    for (;;) {
        ssize_t count =
            recv(descriptor, client->bytes + client->used, CAPACITY - client->used, 0);
        if (count == 0) return drop(descriptor);
        if (count < 0) {
            if (errno == EAGAIN || errno == EWOULDBLOCK) return;
            return drop(descriptor);
        }
        client->used += (size_t)count;
        size_t length;
        while ((length = request_length(client->bytes, client->used)) > 0) {
            if (send(descriptor, answer, answer_length, MSG_NOSIGNAL) < 0) return drop(descriptor);
            memmove(client->bytes, client->bytes + length, client->used - length);
            client->used -= length;
        }
        if (client->used == CAPACITY) return drop(descriptor);
    }
}

int main(int count, char **arguments) {
    int port = count > 1 ? atoi(arguments[1]) : 8931;
    prepare();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(listener, 512) < 0) {
        perror("loopback_server");
        return 1;
    }
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    printf("ready\n");
    fflush(stdout);
    struct epoll_event events[EVENTS];
    for (;;) {
        int ready = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int descriptor = events[i].data.fd;
            if (descriptor != listener) {
                serve(descriptor);
                continue;
            }
            int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (accepted < 0) continue;
            if (accepted >= CLIENTS) {
                close(accepted);
                continue;
            }
            setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            clients[accepted] = calloc(1, sizeof(struct client));
            struct epoll_event joined = {.events = EPOLLIN, .data.fd = accepted};
            epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &joined);
        }
    }
}
