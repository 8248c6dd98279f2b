"""The demo's cases: accounts, made-up communes, drafts. Every invented fact is marked as such."""
