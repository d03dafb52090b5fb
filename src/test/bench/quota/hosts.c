/* SPDX-License-Identifier: Apache-2.0
 * hosts - many mail hosts in one process: says DUNNO at once on port PORT of every loopback address, and nothing on SILENT.
 * One thread, epoll.  usage: hosts PORT SILENT
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct c { int fd, listening, silent, n; char b[8192]; };

static int ep;

static void watch(int fd, int listening, int silent)
{
	struct c *c = calloc(1, sizeof *c);
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
	c->fd = fd; c->listening = listening; c->silent = silent;
	epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
}

static void serve(int port, int silent)
{
	int one = 1, s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_ANY) };
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 4096)) { perror("hosts"); exit(1); }
	watch(s, 1, silent);
}

int main(int argc, char **argv)
{
	static const char A[] = "action=DUNNO\n\n";
	struct epoll_event ev[256];
	int one = 1;
	if (argc != 3) return 2;
	signal(SIGPIPE, SIG_IGN);
	ep = epoll_create1(0);
	serve(atoi(argv[1]), 0);
	serve(atoi(argv[2]), 1);
	for (;;) {
		int n = epoll_wait(ep, ev, 256, -1);
		for (int i = 0; i < n; i++) {
			struct c *c = ev[i].data.ptr;
			if (c->listening) {
				int fd;
				while ((fd = accept4(c->fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
					setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
					watch(fd, 0, c->silent);
				}
				continue;
			}
			int r = read(c->fd, c->b + c->n, sizeof c->b - 1 - c->n);
			if (r <= 0) { close(c->fd); free(c); continue; }
			c->n += r;
			c->b[c->n] = 0;
			char *end, *from = c->b;
			while ((end = strstr(from, "\n\n"))) {
				if (!c->silent && write(c->fd, A, sizeof A - 1) < 0) break;
				from = end + 2;
			}
			c->n -= from - c->b;
			memmove(c->b, from, c->n);
		}
	}
}
