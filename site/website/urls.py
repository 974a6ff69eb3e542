"""Every address of the site. The permission matrix in the tests walks this module."""

from allauth.account import urls as account_urls
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic.base import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from website import accounts, mailbox, media, passkeys, views
from website.wagtail_api import wagtail_api
from wijkzorg_events import urls as events_urls
from wijkzorg_home.api import build_api, nothing_here
from wijkzorg_partners import urls as partners_urls
from wijkzorg_search import urls as search_urls

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("gezondheid/", views.health, name="health"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("favicon.ico", RedirectView.as_view(url="/static/wijkzorg_home/icon.svg"), name="favicon"),
    path("api/v1/", build_api().urls),
    path("api/wagtail/v2/", wagtail_api.urls),
    re_path(r"^api(?:/.*)?$", nothing_here),
    path("cms/login/", accounts.to_our_login, name="wagtailadmin_login"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>.+)$", media.serve_media, name="media"),
]

if settings.WIJKZORG_DEMO:
    urlpatterns += [
        path("postbus/", mailbox.mailbox, name="mailbox"),
        path("postbus/<str:mail_id>/", mailbox.mailbox_message, name="mailbox_message"),
    ]

if settings.DEBUG:
    from website.views_style import style_guide

    urlpatterns += i18n_patterns(
        path("stijl/", style_guide, name="style_guide"), prefix_default_language=False
    )

urlpatterns += i18n_patterns(
    path("account/", include(account_urls)),
    path("account/passkey/", include(passkeys.urlpatterns)),
    path("", include(events_urls)),
    path("", include(partners_urls)),
    path("", include(search_urls)),
    path("_util/login/", accounts.to_our_login, name="wagtailcore_login"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
