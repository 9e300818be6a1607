// Command containerd pulls and pushes images with containerd's own library, as the daemon does, into and from a content store
// of containerd's, which is an OCI image layout too. It unpacks nothing, so it needs neither a daemon nor a kernel's help.
//
//	containerd pull REFERENCE HOSTS STORE
//	containerd push REFERENCE HOSTS STORE
//
// HOSTS is a folder of hosts.toml files, as /etc/containerd/certs.d. REGISTRY_PASSWORD is the password; none if it is empty.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/containerd/v2/core/remotes"
	"github.com/containerd/containerd/v2/core/remotes/docker"
	"github.com/containerd/containerd/v2/core/remotes/docker/config"
	"github.com/containerd/containerd/v2/plugins/content/local"
	"github.com/containerd/platforms"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/sync/semaphore"
)

// atOnce is the default of max_concurrent_downloads of containerd's CRI plugin.
const atOnce = 3

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "containerd:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) < 4 {
		return fmt.Errorf("pull or push REFERENCE HOSTS STORE")
	}
	store, err := local.NewStore(args[3])
	if err != nil {
		return err
	}
	resolver := docker.NewResolver(docker.ResolverOptions{
		Hosts: config.ConfigureHosts(ctx, config.HostOptions{
			HostDir: config.HostDirFromRoot(args[2]),
			Credentials: func(string) (string, string, error) {
				if password := os.Getenv("REGISTRY_PASSWORD"); password != "" {
					return "token", password, nil
				}
				return "", "", nil
			},
		}),
	})
	switch args[0] {
	case "pull":
		return pull(ctx, resolver, args[1], store)
	case "push":
		return push(ctx, resolver, args[1], store, filepath.Join(args[3], ocispec.ImageIndexFile))
	default:
		return fmt.Errorf("no such command: %v", args)
	}
}

// pull fetches all platforms, and prints the digest of what the reference names.
func pull(ctx context.Context, resolver remotes.Resolver, reference string, store content.Store) error {
	name, desc, err := resolver.Resolve(ctx, reference)
	if err != nil {
		return err
	}
	fetcher, err := resolver.Fetcher(ctx, name)
	if err != nil {
		return err
	}
	handler := images.Handlers(remotes.FetchHandler(store, fetcher), images.ChildrenHandler(store))
	if err := images.Dispatch(ctx, handler, semaphore.NewWeighted(atOnce), desc); err != nil {
		return err
	}
	fmt.Println(desc.Digest)
	return nil
}

// push sends what the index of the layout names first.
func push(ctx context.Context, resolver remotes.Resolver, reference string, store content.Store, file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var index ocispec.Index
	if err := json.Unmarshal(raw, &index); err != nil {
		return err
	}
	if len(index.Manifests) == 0 {
		return fmt.Errorf("%s names nothing", file)
	}
	pusher, err := resolver.Pusher(ctx, reference)
	if err != nil {
		return err
	}
	return remotes.PushContent(ctx, pusher, index.Manifests[0], store, semaphore.NewWeighted(atOnce), platforms.All, nil)
}
